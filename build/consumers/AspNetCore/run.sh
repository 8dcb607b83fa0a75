# A minimal API with the integration: a request is a trace, the woven method a span in it.
dotnet build | grep 'MLflow.Tracing: wove'
expect_output 942 dotnet bin/Debug/net10.0/AspNetCore.dll
expect_spans 'GET /total' Total
[[ $(mlflow-tracing show traces --json | wc -l) == 1 ]]
