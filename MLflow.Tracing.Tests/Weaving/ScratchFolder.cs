namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Folders for woven assemblies. They stay loaded until the process ends, and so do the folders.</summary>
internal static class ScratchFolder
{
    private static readonly string s_root = Directory.CreateTempSubdirectory("mlflow-weaving-").FullName;
    private static int s_count;

    static ScratchFolder() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => Directory.Delete(s_root, recursive: true);

    /// <summary>A new, empty folder.</summary>
    public static string Create()
        => Directory.CreateDirectory(Path.Combine(s_root, Interlocked.Increment(ref s_count).ToString(System.Globalization.CultureInfo.InvariantCulture))).FullName;
}
