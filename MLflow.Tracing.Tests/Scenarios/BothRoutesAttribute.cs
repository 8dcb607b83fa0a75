using System.Reflection;

namespace MLflow.Tracing.Tests.Scenarios;

/// <summary>Runs a test once for each <see cref="SpanRoute"/>, and for each record if several are named.</summary>
/// <param name="files">The records, given to the test before the route; with none it gets the route alone.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BothRoutesAttribute(params string[] files) : Attribute, ITestDataSource
{
    public IEnumerable<object?[]> GetData(MethodInfo methodInfo)
        => from route in Enum.GetValues<SpanRoute>()
           from rest in files.Length == 0 ? [[]] : files.Select(file => new object[] { file })
           select (object?[])[.. rest, route];

    public string GetDisplayName(MethodInfo methodInfo, object?[]? data) => $"{methodInfo.Name} ({string.Join(", ", data ?? [])})";
}
