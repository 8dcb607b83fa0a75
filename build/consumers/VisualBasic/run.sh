# VB, with an async function.
dotnet build | grep 'MLflow.Tracing: wove 2 methods'
expect_output 942 dotnet bin/Debug/net10.0/VisualBasic.dll
expect_spans Main TotalAsync
