#!/usr/bin/env bash
# The long versions of the tests that have one (category Long; see LongRun.cs): build/long-tests.sh [FILTER], e.g. ForeignCode
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

tests=MLflow.Tracing.Tests/bin/Release/net10.0
dotnet build MLflow.Tracing.Tests -c Release
rm -f "$tests"/long-run-*.md
status=0
LONG_TESTS=1 "$tests/MLflow.Tracing.Tests" --filter "TestCategory=Long${1:+&FullyQualifiedName~$1}" || status=$?
for table in "$tests"/long-run-*.md; do
  [[ ! -f $table ]] || { echo; cat "$table"; }
done

echo "Took $SECONDS s."
exit "$status"
