using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;

namespace MLflow.Tracing.Tests.BadInput;

/// <summary>What is refused where it is said, so that it cannot cost the trace it was said of.</summary>
[TestClass]
public sealed class WrongArgumentTests
{
    private static readonly Dictionary<string, string> s_none = [];

    public static IEnumerable<object[]> Refused =>
    [
        Case<ArgumentNullException>("name of a span", _ => Mlflow.StartSpan(null!)),
        Case<ArgumentNullException>("name of an active span", _ => Mlflow.StartActiveSpan(null!)),
        Case<ArgumentNullException>("name of a block", _ => Mlflow.WithSpan(_ => 1, name: null!)),
        Case<ArgumentNullException>("function", _ => Mlflow.Trace((Func<int>)null!)),
        Case<ArgumentNullException>("new name", span => span.UpdateName(null!)),
        Case<ArgumentNullException>("type", span => span.SpanType = null!),
        Case<ArgumentNullException>("description", span => span.SetDescription(null!)),
        Case<ArgumentNullException>("model", span => span.SetModel(null!)),
        Case<ArgumentNullException>("usage", span => span.SetTokenUsage(null!)),
        Case<ArgumentNullException>("event", span => span.AddEvent(null!)),
        Case<ArgumentNullException>("exception", span => span.RecordException(null!)),
        Case<ArgumentNullException>("attributes", span => span.SetAttributes(null!)),
        Case<ArgumentNullException>("headers", _ => Mlflow.TracingContextFromHeaders((IEnumerable<KeyValuePair<string, string>>)null!)),
        Case<ArgumentNullException>("trace to copy", _ => Mlflow.AddTrace(null!)),
        Case<ArgumentException>("name of an attribute", span => span.SetAttribute("", 1)),
        Case<ArgumentException>("name of an attribute at the start", _ => Mlflow.StartSpan("s", attributes: [new("", 1)])),
        Case<ArgumentException>("name of an event's attribute", span => span.AddEvent("e", [new(null!, 1)])),
        Case<ArgumentException>("key of a tag", _ => Mlflow.UpdateCurrentTrace(tags: [new(null!, "v")])),
        Case<ArgumentException>("key of metadata", span => span.UpdateTrace(metadata: [new("", "v")])),
        Case<ArgumentException>("key of a tag in a region", _ => Mlflow.TracingContext(tags: [new("", "v")])),
        Case<ArgumentException>("state", _ => Mlflow.UpdateCurrentTrace(state: (TraceState)99)),
        Case<ArgumentException>("ids of a link", span => span.AddLink(new SpanLink("tr-1", "0123456789abcdef", s_none))),
        Case<ArgumentException>("letters of a link", span => span.AddLink(new SpanLink("tr-0123456789abcdef0123456789abcdef", "0123456789abcdeg", s_none))),
        Case<ArgumentException>("attributes of a link", span => span.ReplaceLinks([new SpanLink("tr-0123456789abcdef0123456789abcdef", "0123456789abcdef", null!)])),
        Case<ArgumentNullException>("no link", span => span.ReplaceLinks([null!])),
        Case<ArgumentNullException>("no event", span => span.ReplaceEvents([null!])),
        Case<ArgumentException>("event without a name", span => span.ReplaceEvents([new SpanEvent(null!, 1, s_none)])),
        Case<ArgumentOutOfRangeException>("status", span => span.SetStatus((SpanStatusCode)99)),
        Case<ArgumentOutOfRangeException>("level", span => span.LogLevel = (SpanLogLevel)99),
        Case<ArgumentOutOfRangeException>("start", _ => Mlflow.StartSpan("s", startTimeUnixNs: -1)),
        Case<ArgumentOutOfRangeException>("last start", _ => Mlflow.StartSpan("s", startTimeUnixNs: long.MaxValue)),
        Case<ArgumentOutOfRangeException>("time of an event", span => span.AddEvent("e", timeUnixNs: -1)),
        Case<ArgumentOutOfRangeException>("time of a replaced event", span => span.ReplaceEvents([new SpanEvent("e", -1, s_none)])),
        Case<ArgumentOutOfRangeException>("tokens read", span => span.SetTokenUsage(-1, 0)),
        Case<ArgumentOutOfRangeException>("tokens written", span => span.SetTokenUsage(0, -1)),
        Case<ArgumentOutOfRangeException>("all tokens", span => span.SetTokenUsage(new TokenUsage(0, 0, -1))),
        Case<ArgumentOutOfRangeException>("tokens beyond numbers", span => span.SetTokenUsage(long.MaxValue, 1)),
        Case<ArgumentOutOfRangeException>("cost", span => span.SetCost(double.NaN, 0)),
        Case<ArgumentOutOfRangeException>("infinite cost", span => span.SetCost(0, double.PositiveInfinity)),
        Case<ArgumentOutOfRangeException>("ratio", _ => Mlflow.Trace(() => 1, samplingRatio: double.NaN)),
        Case<ArgumentOutOfRangeException>("ratio of the options", _ => Mlflow.Init("file:unused", configure: options => options.SamplingRatio = double.NaN)),
        Case<ArgumentException>("experiment in a header", span => span.UpdateTrace(experimentId: "1\r\nX-Other: y")),
        Case<ArgumentException>("destination in a header", _ => Mlflow.SetDestination("1\n")),
        Case<ArgumentException>("experiment of the options", _ => Mlflow.Init("http://localhost:1", experimentId: "1\n")),
        Case<ArgumentException>("token in a header", _ => Mlflow.Init("http://localhost:1", configure: options => options.TrackingToken = "a\r\nX-Other: b")),
        Case<ArgumentException>("workspace in a header", _ => Mlflow.Init("http://localhost:1", configure: options => options.Workspace = "a\nb")),
    ];

    [TestMethod]
    [DynamicData(nameof(Refused))]
    public async Task Wrong_argument_is_refused_and_the_trace_goes_on(string what, Type exception, Action<LiveSpan> say)
    {
        using var session = new RecordingSession();
        using (var span = Mlflow.StartActiveSpan("span"))
        {
            try
            {
                say(span);
                Assert.Fail($"{what}: nothing was thrown");
            }
            catch (ArgumentException thrown)
            {
                Assert.AreEqual(exception, thrown.GetType(), what);
            }
        }

        var sent = (await session.SingleTraceAsync()).Spans.Single(sent => sent.Name == "span");
        Assert.AreEqual(SpanStatusCode.Ok, sent.Status.Code);
        Assert.IsEmpty(sent.Events);
        Assert.IsEmpty(sent.Links);
    }

    private static object[] Case<TException>(string what, Action<LiveSpan> say)
        where TException : ArgumentException
        => [what, typeof(TException), say];
}
