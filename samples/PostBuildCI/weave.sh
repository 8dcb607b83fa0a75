#!/usr/bin/env bash
# What a pipeline does after a build: publishes a program that knows nothing of tracing, weaves what was published, and runs it.
#   samples/PostBuildCI/weave.sh [FOLDER]     everything is written into FOLDER, by default a new temporary one
# A step that fails stops the pipeline: weave ends with 2 for bad input, 3 for IL that does not verify, and 1 when nothing was woven.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:-$(mktemp -d)}
mkdir -p "$folder"

# The command; a pipeline has one line for it: dotnet tool install --tool-path .tools MLflow.Tracing.Cli
if ! command -v mlflow-tracing > /dev/null; then
  dotnet pack "$here/../../MLflow.Tracing.Cli" -c Release -o "$folder/packages" -v:quiet --nologo
  (cd "$folder" && dotnet tool install --tool-path tools MLflow.Tracing.Cli --source "$folder/packages" --version 0.1.0)
  PATH=$folder/tools:$PATH
fi

dotnet publish "$here/Shop" -c Release --artifacts-path "$folder/build" -o "$folder/publish" -v:quiet --nologo

dotnet "$folder/publish/Shop.dll" > "$folder/before.txt"

# Weaving in place; reports for people and for the code host.
mlflow-tracing weave "$folder/publish" --include 'Shop' --verify --fail-if-none --report "$folder/weaving.json" --sarif "$folder/weaving.sarif"

# The program says the same as before, and now leaves a trace.
MLFLOW_TRACKING_URI=file:"$folder/traces" dotnet "$folder/publish/Shop.dll" | tee "$folder/after.txt"
diff "$folder/before.txt" "$folder/after.txt"
mlflow-tracing show "$folder/traces"
