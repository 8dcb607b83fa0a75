# One package, one XML file: and a build that is repeated does nothing twice.
before=$(ls)
dotnet build -v:n | tee first.log | grep 'MLflow.Tracing: wove 2 methods in 1 type'
expect_output 942 dotnet bin/Debug/net10.0/Console.dll
expect_spans TotalAsync Price
rm -r traces

dotnet build -v:n > second.log
dotnet build -v:n > third.log
expect_no_line 'MLflow.Tracing: wove|csc\.dll|Finished Fody' second.log third.log

sed -i 's|<Include Namespace="Shop.\*\*" />|<Include Namespace="Shop" Method="Price" />|' FodyWeavers.xml
dotnet build -v:n | grep 'MLflow.Tracing: wove 1 method in 1 type'

# Who asks for details is told of rules and times.
dotnet build -v:d --no-incremental > details.log
grep -F 'MLflow.Tracing: <Include Namespace="Shop" Method="Price" /> (FodyWeavers.xml:3) matches 1' details.log
grep -E 'MLflow.Tracing: selecting took [0-9]+ ms, rewriting [0-9]+ ms' details.log

dotnet clean -v:q
rm -f first.log second.log third.log details.log
[[ $(ls -I bin -I obj) == "$before" ]]
[[ -z $(find bin obj -name '*MLflow*' -not -name '*.nuget.*') ]]
