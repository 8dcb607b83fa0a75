# The application is woven, and the library is not.
dotnet build App > build.log
[[ $(grep -c 'MLflow.Tracing: wove' build.log) == 1 ]]
expect_output 942 dotnet App/bin/Debug/net10.0/App.dll
expect_spans Main Total
expect_no_span Price
