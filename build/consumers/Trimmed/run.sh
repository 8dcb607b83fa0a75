# Trimmed: nothing of ours is warned about, and woven code keeps what it calls.
dotnet publish -o out > publish.log
expect_no_line 'warning IL[0-9]+.*MLflow' publish.log
expect_output 942 out/Trimmed
expect_spans TotalAsync Price
