#!/usr/bin/env bash
# What takes too long for every run: build/long-tests.sh [FILTER]
# The long versions of the tests that have one (category Long; see LongRun.cs), and all consumers of the packages.
# A filter takes a part of the tests, e.g. ForeignCode, or is the word Consumers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

filter=${1:-}
status=0
if [[ $filter != Consumers ]]; then
  tests=MLflow.Tracing.Tests/bin/Release/net10.0
  dotnet build MLflow.Tracing.Tests -c Release
  rm -f "$tests"/long-run-*.md
  LONG_TESTS=1 "$tests/MLflow.Tracing.Tests" --filter "TestCategory=Long${filter:+&FullyQualifiedName~$filter}" || status=$?
  for table in "$tests"/long-run-*.md; do
    [[ ! -f $table ]] || { echo; cat "$table"; }
  done
fi

if [[ -z $filter || $filter == Consumers ]]; then
  build/consumer-test.sh || status=$?
fi

echo "Took $SECONDS s."
exit "$status"
