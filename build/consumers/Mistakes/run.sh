# What a build says of a set-up that does not work: the id, the place, and what to do; and whether it stops.
says() {
  grep -E "$1" build.log || { echo "The build does not say '$1':"; cat build.log; return 1; }
}

builds() { dotnet build "$@" > build.log || { cat build.log; return 1; }; }

fails() {
  if dotnet build "$@" > build.log; then
    echo "The build succeeds: $*"
    return 1
  fi
}

restore() { cp original/* .; rm -rf obj; }

mkdir original
cp Mistakes.csproj FodyWeavers.xml original
reference='<PackageReference Include="MLflow.Tracing.Fody" Version="$(MLFLOW_TRACING_VERSION)" />'
references() { sed -i "s|$reference|$1|" Mistakes.csproj; }

# DisableFody: said, as information.
builds -p:DisableFody=true
says 'MLflow.Tracing: not woven, because DisableFody is true'
expect_no_line 'warning' build.log

# Nothing chosen yet.
echo '<Weavers><MLflow.Tracing /></Weavers>' > FodyWeavers.xml
builds
says 'MLflow.Tracing: wove nothing: there is no rule'
restore

# XML that is none: the place, and nothing is written.
sed -i 's|</MLflow.Tracing>||' FodyWeavers.xml
fails
says 'FodyWeavers.xml\([0-9]+,[0-9]+\): error MLT081: .*Correct the markup'
restore

# An attribute and an element that we do not know; the link leads into the page that the package brings.
sed -i 's|Namespace=|Namespaces=|' FodyWeavers.xml
fails
says 'FodyWeavers.xml\(3,[0-9]+\): error MLT002: .*Namespaces.*Namespace'
TERM=xterm script -qec 'dotnet build -tl:on' terminal.log < /dev/null > /dev/null || true
link=$(grep -aoE 'file://[^ ]+/docs/diagnostics.md#mlt002' terminal.log | head -n 1)
grep -F 'id="mlt002"' "$(sed 's|^file://||; s|#.*||' <<< "$link")" > /dev/null
restore

# A weaver that is not installed.
sed -i 's|<Weavers>|<Weavers><PropertyChanged />|' FodyWeavers.xml
fails
says 'error : Fody: No weavers found for .*PropertyChanged.*Add the desired weavers'
restore

# Our element where the package is not referenced: nobody reads it, so Fody has to say it.
references '<PackageReference Include="Fody" Version="6.9.3" PrivateAssets="all" />'
fails
says 'error.*MLflow.Tracing'
restore

# The package without Fody.
references '<PackageReference Include="MLflow.Tracing.Fody" Version="$(MLFLOW_TRACING_VERSION)" /><PackageReference Include="Fody" Version="6.9.3" ExcludeAssets="all" />'
builds
says 'Mistakes.csproj : warning MLT051: Fody is not part of this build.*Reference the package Fody'
fails -p:TreatWarningsAsErrors=true
says 'error MLT051'
builds -p:NoWarn=MLT051
expect_no_line 'MLT051' build.log
restore

# The package without its run-time library.
references '<PackageReference Include="MLflow.Tracing.Fody" Version="$(MLFLOW_TRACING_VERSION)" /><PackageReference Include="MLflow.Tracing.Core" Version="$(MLFLOW_TRACING_VERSION)" ExcludeAssets="all" />'
fails
says 'error MLT080: .*Reference the package MLflow.Tracing.Core'
restore

# A library whose users would lack the run-time library.
references '<PackageReference Include="MLflow.Tracing.Fody" Version="$(MLFLOW_TRACING_VERSION)" PrivateAssets="all" />'
builds
says 'Mistakes.csproj : warning MLT052: .*PrivateAssets="all".*Remove PrivateAssets'
builds -p:OutputType=Exe -p:StartupObject=Shop.Orders
expect_no_line 'MLT052' build.log
restore

# Releases that do not belong together, in both directions.
dotnet pack "$REPOSITORY/MLflow.Tracing.Core" -c Release --artifacts-path "$PWD/../newer" -o "$PWD/feed" -p:MLflowTracingRelease=true -p:MinVerVersionOverride=99.0.0 -v:q
dotnet pack "$REPOSITORY/MLflow.Tracing.Core" -c Release --artifacts-path "$PWD/../newer" -o "$PWD/feed" -p:MLflowTracingRelease=true -p:MinVerVersionOverride=0.0.1 -v:q
references '<PackageReference Include="MLflow.Tracing.Fody" Version="$(MLFLOW_TRACING_VERSION)" /><PackageReference Include="MLflow.Tracing.Core" Version="$(OTHER)" />'
OTHER=99.0.0 builds -p:RestoreAdditionalProjectSources="$PWD/feed"
says 'warning MLT053: MLflow.Tracing.Core is version 99.0.0, and MLflow.Tracing.Fody version .*Reference the same version'
OTHER=0.0.1 fails -p:RestoreAdditionalProjectSources="$PWD/feed"
says 'error NU1605: .*MLflow.Tracing.Core'
restore

# An MSBuild of before Fody worked within the compiler's target; there is none here, so only its version is.
fails -p:_MLflowTracingMSBuildVersion=16.11.0
says 'error MLT050: MSBuild 16.11.0 is too old.*SDK'

# And after all that the project is as it was, and builds.
restore
builds
says 'MLflow.Tracing: wove 2 methods'
