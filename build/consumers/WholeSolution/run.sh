# Two projects that say nothing: package and experiment come from Directory.Build.props, rules from the solution's FodyWeavers.xml.
dotnet new sln -n Whole > /dev/null
dotnet sln add One Two > /dev/null
dotnet build > build.log
[[ $(grep -c 'MLflow.Tracing: wove 2 methods in 1 type' build.log) == 2 ]]
expect_output 942 dotnet Two/bin/Debug/net10.0/Two.dll
expect_spans TotalAsync Price
mlflow-tracing inspect One/bin/Debug/net10.0/One.dll --table | grep 'experiment everything'
