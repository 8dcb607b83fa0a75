# Compiled ahead of time: names, timing, primitives and strings are guaranteed.
dotnet publish -o out > publish.log
expect_no_line 'warning IL[0-9]+.*MLflow' publish.log
expect_output 942 out/NativeAot
expect_spans TotalAsync Price
