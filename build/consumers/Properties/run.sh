# No XML: the project says it in properties, and where traces go without any environment.
dotnet build | grep 'MLflow.Tracing: wove 2 methods'
unset MLFLOW_TRACKING_URI
expect_output 942 dotnet bin/Debug/net10.0/Properties.dll
expect_spans_in woven-in TotalAsync Price
[[ ! -e FodyWeavers.xml && ! -e FodyWeavers.xsd ]]
