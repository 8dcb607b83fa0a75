# F#, with a task expression.
dotnet build | grep 'MLflow.Tracing: wove'
expect_output 942 dotnet bin/Debug/net10.0/FSharp.dll
expect_spans main totalAsync price
