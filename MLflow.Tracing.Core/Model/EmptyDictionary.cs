namespace MLflow.Tracing.Model;

internal static class EmptyDictionary
{
    public static readonly IReadOnlyDictionary<string, string> OfStrings = new Dictionary<string, string>(capacity: 0);
}
