using System.Globalization;
using System.Text;
using MLflow.Tracing.Model;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Recording;

/// <summary>What a trace says about the whole of its spans.</summary>
[TestClass]
public sealed class TraceTotalsTests
{
    [TestMethod]
    public async Task Sizes_are_those_of_the_spans_attributes_in_bytes()
    {
        using var session = new RecordingSession();
        using (Mlflow.StartActiveSpan("root"))
        {
            for (var length = 100; length <= 400; length += 100)
            {
                Mlflow.StartSpan("child", inputs: new string('ü', length)).End();
            }
        }

        var trace = await session.SingleTraceAsync();
        var sizes = trace.Spans.Select(span => span.Attributes.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value))).Order().ToArray();
        var stats = JObject.Parse(trace.Info.Metadata[TraceMetadataKey.SizeStats]);
        CollectionAssert.AreEqual(new[] { sizes.Sum(), 5, sizes[4], sizes[1], sizes[2], sizes[3] }, stats.Properties().Select(number => (int)number.Value).ToArray());
        CollectionAssert.AreEqual(new[] { "total_size_bytes", "num_spans", "max", "p25", "p50", "p75" }, stats.Properties().Select(number => number.Name).ToArray());
        Assert.AreEqual(sizes.Sum().ToString(CultureInfo.InvariantCulture), trace.Info.Metadata[TraceMetadataKey.SizeBytes]);
    }

    [TestMethod]
    public async Task Old_columns_are_the_beginning_of_inputs_and_outputs()
    {
        using var session = new RecordingSession();

        Mlflow.StartSpan("root", inputs: new { messages = new[] { new { role = "user", content = "short" } } }).End(outputs: new string('a', 300));

        var info = (await session.SingleTraceAsync()).Info;
        Assert.AreEqual("""{"messages":[{"role":"user","content":"short"}]}""", info.Metadata[TraceMetadataKey.Inputs]);
        Assert.AreEqual($"\"{new string('a', 246)}...", info.Metadata[TraceMetadataKey.Outputs]);
        Assert.AreEqual("short", info.RequestPreview);
    }

    [TestMethod]
    public async Task Counts_beyond_all_measure_lose_no_trace()
    {
        using var session = new RecordingSession();
        using (Mlflow.StartActiveSpan("root"))
        {
            for (var i = 0; i < 2; i++)
            {
                using var call = Mlflow.StartSpan("call");
                call.SetAttribute(SpanAttributeKey.TokenUsage, new Dictionary<string, decimal> { ["input_tokens"] = decimal.MaxValue, ["output_tokens"] = 1 });
            }
        }

        Assert.AreEqual("""{"output_tokens":2}""", (await session.SingleTraceAsync()).Info.Metadata[TraceMetadataKey.TokenUsage]);
    }
}
