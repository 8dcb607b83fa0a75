namespace MLflow.Tracing.Wire;

/// <summary>The version of this library, as servers and collectors see it.</summary>
internal static class LibraryVersion
{
    public static string Text { get; } = typeof(LibraryVersion).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
