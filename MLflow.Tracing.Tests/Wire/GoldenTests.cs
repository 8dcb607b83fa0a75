using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Wire;

/// <summary>
/// The recorded traces of the TypeScript SDK, sent by this library to a server without OTLP, so that both requests can be compared.
/// What must differ is protocol section 8's: the bytes of the trace id, and JSON text for each attribute.
/// </summary>
[TestClass]
public sealed class GoldenTests
{
    public static IEnumerable<object[]> Scenarios
        => Directory.GetFiles(Golden.Folder, "*.json").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)
            .Where(file => !file.StartsWith("60", StringComparison.Ordinal) && Golden.Load(file).Traces.Any(trace => trace.Data is not null))
            .Select(file => new object[] { file });

    [TestMethod]
    [DynamicData(nameof(Scenarios))]
    public async Task Recorded_traces_are_sent_with_the_same_meaning(string file)
    {
        foreach (var (info, data) in Golden.Load(file).Traces.Where(trace => trace.Data is not null))
        {
            await using var server = new RecordingServer(request => request.Route == RecordedRequest.PushSpans ? new ScriptedReply(404) : null);
            using var run = new ExportRun(server.Address, new MlflowOptions { ExperimentId = "ignored: the trace has one" });

            await run.SendAsync(GoldenTrace.From(info, data!));

            var traceId = (string)info["trace_id"]!;
            CollectionAssert.AreEqual(
                new[] { RecordedRequest.StartTrace, RecordedRequest.PushSpans, $"PUT /api/2.0/mlflow-artifacts/artifacts/123/traces/{traceId}/artifacts/traces.json" },
                server.Routes.ToArray());
            Assert.AreEqual("application/json", server.Requests[0].Header("Content-Type"));
            Assert.AreEqual("application/json", server.Requests[2].Header("Content-Type"));
            AssertSame(info, (JObject)server.Requests[0].Json["trace"]!["trace_info"]!);
            AssertSameSpans(traceId, (JArray)data!["spans"]!, (JArray)server.Requests[2].Json["spans"]!);
        }
    }

    private static void AssertSame(JObject expected, JObject actual)
    {
        Assert.AreEqual(GoldenTrace.DurationNsOf((string)expected["execution_duration"]!), GoldenTrace.DurationNsOf((string)actual["execution_duration"]!));
        Assert.AreEqual(GoldenTrace.NsOf((string)expected["request_time"]!), GoldenTrace.NsOf((string)actual["request_time"]!));
        foreach (var info in new[] { expected, actual })
        {
            info.Remove("execution_duration");
            info.Remove("request_time");
        }

        Assert.IsTrue(JToken.DeepEquals(expected, actual), $"{expected}\nwas expected, this was sent:\n{actual}");
    }

    private static void AssertSameSpans(string traceId, JArray expected, JArray actual)
    {
        foreach (var span in expected.Cast<JObject>())
        {
            span["trace_id"] = Convert.ToBase64String(Convert.FromHexString(traceId["tr-".Length..]));
        }

        foreach (var attribute in actual.SelectMany(span => ((JObject)span["attributes"]!).Properties()).ToList())
        {
            Assert.AreEqual(JTokenType.String, attribute.Value.Type, $"{attribute} is no JSON text.");
            attribute.Value = RecordedRequest.ParseJson($"{{\"value\":{attribute.Value}}}")["value"]!;
        }

        Assert.IsTrue(JToken.DeepEquals(expected, actual), $"{expected}\nwas expected, this was sent:\n{actual}");
    }
}
