# Signed, and still signed when it is woven.
dotnet build | grep 'MLflow.Tracing: wove 2 methods'
expect_output 942 dotnet bin/Debug/net10.0/StrongNamed.dll
expect_spans TotalAsync Price
sn -q -v bin/Debug/net10.0/StrongNamed.dll
