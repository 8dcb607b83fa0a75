namespace MLflow.Tracing.Tests.Export;

/// <summary>A folder of a test's own, deleted when the test ends.</summary>
internal sealed class StoreFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mlflow-tracing-").FullName;

    public string[] Files => [.. Directory.GetFiles(Path).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
