#!/usr/bin/env bash
# Builds projects of strangers against the packages, in a folder outside the repository, and runs them: build/consumer-test.sh [--few] [CONSUMER...]
# One line a consumer, and what it measured; the details of one that fails follow it. --few takes those that represent the others.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
unset "${!MLFLOW_@}" "${!MSBuild@}"
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 NuGetAudit=false

few=(QuickStart Console LlmCalls FSharp Net472 AspNetCore LibraryAndApp NativeAot)
if [[ ${1:-} == --few ]]; then
  set -- "${few[@]}"
elif (($# == 0)); then
  set -- $(cd build/consumers && ls)
fi

for consumer; do
  [[ -f build/consumers/$consumer/run.sh ]] || { echo "There is no consumer '$consumer'; there are: $(cd build/consumers && echo *)." >&2; exit 2; }
done

workspace=$(mktemp -d)
trap 'rm -rf "$workspace"' EXIT
export REPOSITORY=$PWD
export NUGET_PACKAGES=$workspace/packages
export MLFLOW_TRACING_VERSION=0.1.0-consumer
export PATH=$workspace/tools:$PATH

build/pack.sh "$MLFLOW_TRACING_VERSION" > "$workspace/pack.log" || { cat "$workspace/pack.log"; exit 1; }
cat > "$workspace/nuget.config" <<XML
<configuration>
  <packageSources>
    <add key="built here" value="$PWD/artifacts/packages" />
  </packageSources>
</configuration>
XML
(cd "$workspace" && dotnet tool install --tool-path tools MLflow.Tracing.Cli --version "$MLFLOW_TRACING_VERSION" > /dev/null)

# Runs a program with tracing on, and compares what it prints.
expect_output() {
  local expected=$1 actual
  shift
  actual=$("$@")
  [[ $actual == "$expected" ]] || { echo "'$*' printed '$actual', not '$expected'."; return 1; }
}

# Each of these spans is in the folder of traces.
expect_spans() { expect_spans_in traces "$@"; }

expect_spans_in() {
  local folder=$1 name
  shift
  for name in "$@"; do
    mlflow-tracing show "$folder" --json | grep -F "\"name\":\"$name\"" > /dev/null || { echo "There is no span '$name'."; return 1; }
  done
}

expect_no_span() {
  if expect_spans "$1" > /dev/null; then
    echo "There is a span '$1'."
    return 1
  fi
}

# No line of these files matches; an exclamation mark before grep would not stop a script.
expect_no_line() {
  if grep -E "$@"; then
    return 1
  fi
}

export -f expect_output expect_spans expect_spans_in expect_no_span expect_no_line
failed=0
for consumer in "$@"; do
  cp -r "build/consumers/$consumer" "$workspace/$consumer"
  started=$SECONDS
  if (cd "$workspace/$consumer" && MLFLOW_TRACKING_URI=file:traces bash -euo pipefail run.sh) > "$workspace/$consumer.log" 2>&1; then
    echo "ok      $consumer: $(head -n 1 "build/consumers/$consumer/run.sh" | cut -c3-) ($((SECONDS - started)) s)"
    [[ ! -f $workspace/$consumer/note ]] || sed 's/^/        /' "$workspace/$consumer/note"
  else
    echo "FAILED  $consumer ($((SECONDS - started)) s)"
    cat "$workspace/$consumer.log"
    failed=$((failed + 1))
  fi
done

echo "$(($# - failed)) consumers passed, $failed failed"
exit "$((failed > 0))"
