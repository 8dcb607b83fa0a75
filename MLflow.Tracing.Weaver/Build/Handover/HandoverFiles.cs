namespace MLflow.Tracing.Build.Handover;

/// <summary>
/// Where the build and the Fody add-in leave things for each other: beside the assembly in the intermediate directory (<c>obj/</c>),
/// because Fody passes an add-in no MSBuild properties and takes away the codes of what it reports.
/// The names are repeated in <c>MLflow.Tracing.Fody.targets</c>.
/// </summary>
/// <param name="assemblyFile">The assembly being woven, in the intermediate directory.</param>
/// <param name="projectFile">The project, whose name keeps two projects in one directory apart.</param>
internal sealed class HandoverFiles(string assemblyFile, string projectFile)
{
    private readonly string _prefix = Path.Combine(Path.GetDirectoryName(assemblyFile) ?? "", Path.GetFileName(projectFile) + ".MLflow.Tracing");

    /// <summary>From the build to the add-in: the MSBuild properties. Its absence means that our targets are not part of the build.</summary>
    public string Settings => _prefix + ".settings.xml";

    /// <summary>From the add-in to the build: what there is to say.</summary>
    public string Diagnostics => _prefix + ".diagnostics.xml";

    /// <summary>For the user: the report.</summary>
    public string Report => _prefix + ".report.json";
}
