# .NET Framework, run on mono.
dotnet build | grep 'MLflow.Tracing: wove 2 methods'
expect_output 942 mono bin/Debug/net472/Net472.exe
expect_spans Main TotalAsync
