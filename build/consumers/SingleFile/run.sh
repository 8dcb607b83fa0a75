# One file, woven before it was made.
dotnet publish -o out > publish.log
expect_output 942 out/SingleFile
expect_spans TotalAsync Price
