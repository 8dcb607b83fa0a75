# The library is woven; the application gets the run-time library through it, and is not woven itself.
dotnet build App > build.log
[[ $(grep -c 'MLflow.Tracing: wove' build.log) == 1 ]]
expect_output 942 dotnet App/bin/Debug/net10.0/App.dll
expect_spans Price
expect_no_span Total
