# Versions in Directory.Packages.props.
dotnet build | grep 'MLflow.Tracing: wove 2 methods'
expect_output 942 dotnet bin/Debug/net10.0/CentralVersions.dll
expect_spans TotalAsync Price
