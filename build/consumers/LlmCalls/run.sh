# TraceLlmCalls, and no rule: the calls of models that a program's HttpClients make are traced, also when it is trimmed.
dotnet build | grep 'MLflow.Tracing: wove 0 methods in 0 types, skipped 0, traces calls of language models'
expect_output '{"model":"m","choices":[]}' dotnet bin/Debug/net10.0/LlmCalls.dll
expect_spans Completions
rm -r traces

dotnet publish -r linux-x64 -p:PublishTrimmed=true -o trimmed
expect_output '{"model":"m","choices":[]}' trimmed/LlmCalls
expect_spans Completions
rm -r traces

MLFLOW_TRACE_LLM_CALLS=false expect_output '{"model":"m","choices":[]}' trimmed/LlmCalls
[[ ! -e traces ]]

# The property of that name says the same.
rm FodyWeavers.xml
dotnet build --no-incremental -p:MLflowTraceLlmCalls=true | grep 'MLflow.Tracing: wove 0 methods in 0 types, skipped 0, traces calls of language models'
