# MSTest on the new test platform, with its coverage: lines of the woven methods are counted.
dotnet test --coverage --coverage-output-format cobertura --coverage-settings "$PWD/coverage.xml" | tee test.log
grep -E 'succeeded: 1' test.log
expect_spans_in "$(dirname "$(find bin -name 'traces*.jsonl' | head -n 1)")" TotalAsync Price
grep -E '<line number="[0-9]+" hits="[1-9]' "$(find . -name '*.cobertura.xml')" > /dev/null
