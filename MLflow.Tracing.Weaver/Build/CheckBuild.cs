using Microsoft.Build.Framework;
using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Build;

/// <summary>Runs first: whether this build can weave at all, and whether what it weaves will find the run-time library.</summary>
public sealed class CheckBuild : DiagnosticTask
{
    private const string ThisPackage = "MLflow.Tracing.Fody";
    private const string RuntimePackage = "MLflow.Tracing.Core";

    // The first in which Fody works right after the compiler, within CoreCompile.
    private static readonly Version s_oldestMSBuild = new(17, 0);

    /// <summary>The value of <c>$(MSBuildVersion)</c>.</summary>
    public string MSBuildVersion { get; set; } = "";

    /// <summary>The value of <c>$(DisableFody)</c>.</summary>
    public bool IsWeavingDisabled { get; set; }

    /// <summary>The value of <c>$(FodyAssembly)</c>, which Fody's own targets set.</summary>
    public string FodyAssembly { get; set; } = "";

    /// <summary>Whether other projects reference what is built here, and programs run it as a part of theirs.</summary>
    public bool IsLibrary { get; set; }

    /// <summary>The project's packages.</summary>
    public ITaskItem[] PackageReferences { get; set; } = [];

    /// <inheritdoc />
    public override bool Execute()
    {
        if (IsWeavingDisabled)
        {
            Log.LogMessage(MessageImportance.High, "MLflow.Tracing: not woven, because DisableFody is true");
        }
        else if (Version.TryParse(MSBuildVersion, out var version) && version < s_oldestMSBuild)
        {
            LogDiagnostic(BuildTexts.TooOld(MSBuildVersion, s_oldestMSBuild.ToString()).AtNoPlace());
        }
        else if (FodyAssembly.Length == 0)
        {
            LogDiagnostic(BuildTexts.FodyIsMissing().AtNoPlace());
        }
        else if (IsLibrary && HiddenAssets() is { } assets)
        {
            LogDiagnostic(BuildTexts.RuntimeIsKeptPrivate(assets).AtNoPlace());
        }

        return !Log.HasLoggedErrors;
    }

    // What keeps this package's dependencies from the projects that reference this one; null when they get them, or get the run-time library otherwise.
    private string? HiddenAssets()
    {
        var assets = Find(ThisPackage)?.GetMetadata("PrivateAssets") ?? "";
        var hides = assets.Split(';', ',').Select(static asset => asset.Trim()).Any(static asset => Is(asset, "all") || Is(asset, "runtime"));
        return hides && Find(RuntimePackage) is null ? assets : null;
    }

    private ITaskItem? Find(string package) => PackageReferences.FirstOrDefault(reference => Is(reference.ItemSpec, package));

    private static bool Is(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
