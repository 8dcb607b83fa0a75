using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Wire;

/// <summary>A recorded scenario of the TypeScript SDK, see Golden/README.md.</summary>
internal sealed class Golden
{
    private readonly JObject _json;

    private Golden(JObject json) => _json = json;

    /// <summary>The file that begins with the scenario's number.</summary>
    public static Golden Load(string file)
        => new(RecordedRequest.ParseJson(File.ReadAllText(Path.Combine(Folder, file))));

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Golden");

    public JToken this[string field] => _json[field]!;

    public IReadOnlyList<JObject> Requests => [.. _json["requests"]!.Cast<JObject>()];

    /// <summary>The traces of the scenario: what was said about each, and its <c>traces.json</c> if it was uploaded.</summary>
    public IReadOnlyList<(JObject Info, JObject? Data)> Traces
    {
        get
        {
            var puts = Requests.Where(request => (string?)request["method"] == "PUT").ToList();
            return [.. Requests
                .Where(request => (string?)request["method"] == "POST")
                .Select(request => (JObject)BodyOf(request)["trace"]!["trace_info"]!)
                .Select(info => (info, DataFor((string)info["trace_id"]!)))];

            JObject? DataFor(string traceId) => puts.Select(BodyOf).SingleOrDefault(
                data => (string?)data["spans"]![0]!["attributes"]!["mlflow.traceRequestId"] == traceId);
        }
    }

    public string? Header(int request, string name) => (string?)Requests[request]["headers"]![name];

    private static JObject BodyOf(JObject request) => RecordedRequest.ParseJson((string)request["bodyText"]!);
}
