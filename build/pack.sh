#!/usr/bin/env bash
# Makes all packages in artifacts/packages: build/pack.sh [VERSION]
# Without a version it is that of the last tag v1.2.3, or the prerelease that the commits since make of it (MinVer).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=${1:-}
packages=$PWD/artifacts/packages
options=(-c Release --artifacts-path artifacts/build -o "$packages" -p:MLflowTracingRelease=true -p:ContinuousIntegrationBuild=true -nodeReuse:false)
if [[ -n $version ]]; then
  options+=("-p:MinVerVersionOverride=$version")
fi

rm -rf "$packages"
for project in MLflow.Tracing.Core build/package/MLflow.Tracing.Fody MLflow.Tracing.Cli integrations/*/; do
  dotnet pack "$project" "${options[@]}" -v:quiet --nologo
done

ls -1 "$packages"
