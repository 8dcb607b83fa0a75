# Against the reference assemblies of .NET 8; run on what is installed.
dotnet build | grep 'MLflow.Tracing: wove 2 methods'
expect_output 942 dotnet bin/Debug/net8.0/Net8.dll
expect_spans TotalAsync Price
