# Somebody else's Fody weaver in the same project: both do their work.
dotnet build Stamp -v:q
dotnet build App | grep 'MLflow.Tracing: wove 2 methods'
expect_output '942 Stamped' dotnet App/bin/Debug/net10.0/App.dll
expect_spans TotalAsync Price
