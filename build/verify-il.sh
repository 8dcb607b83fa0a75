#!/usr/bin/env bash
# Looks for what weaving may have broken in an assembly or a folder of them: build/verify-il.sh PATH... [--baseline PATH]
# Exit code: 0 nothing found, 1 findings, 2 bad input, 3 the tool itself does not build.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
configuration=${CONFIGURATION:-Release}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! MSBUILDDISABLENODEREUSE=1 dotnet build "$root/build/VerifyIl" -c "$configuration" -v quiet --nologo >"$log" 2>&1; then
  cat "$log" >&2
  exit 3
fi

# Gate J compiles runtime-async methods only where that is switched on.
DOTNET_RuntimeAsync=1 dotnet "$root/build/VerifyIl/bin/$configuration/net10.0/VerifyIl.dll" "$@"
