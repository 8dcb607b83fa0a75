# xUnit under vstest, with coverage: lines of the woven methods are counted.
dotnet test --collect "XPlat Code Coverage" --results-directory results -- DataCollectionRunSettings.DataCollectors.DataCollector.Configuration.IncludeTestAssembly=true | tee test.log
grep -E 'Passed!|Passed: +1|succeeded: 1' test.log
expect_spans_in "$(dirname "$(find . -path ./results -prune -o -name 'traces*.jsonl' -print | head -n 1)")" TotalAsync Price
grep -E '<line number="[0-9]+" hits="[1-9]' results/*/coverage.cobertura.xml > /dev/null
