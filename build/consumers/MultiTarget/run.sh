# Each target of a library is woven, in one build.
dotnet build > build.log
[[ $(grep -c 'MLflow.Tracing: wove 1 method in 1 type' build.log) == 3 ]]
for framework in netstandard2.0 net8.0 net10.0; do
  mlflow-tracing inspect "bin/Debug/$framework/MultiTarget.dll" --table | grep -E 'Shop.Library.Orders.Price +Price +UNKNOWN +synchronous'
done
