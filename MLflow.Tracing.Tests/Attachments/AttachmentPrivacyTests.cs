using System.Text;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Tests.Redaction;

namespace MLflow.Tracing.Tests.Attachments;

/// <summary>A value that is withheld or redacted leaves no attachment: not a byte of it is sent.</summary>
[TestClass]
public sealed class AttachmentPrivacyTests
{
    // in the bytes, not in their base64: the egress tests search what is sent
    private const string Needle = "Needle88420011";

    private static readonly byte[] s_secret = [.. Media.Bytes(200), .. Encoding.ASCII.GetBytes(Needle), .. Media.Bytes(200)];
    private static readonly string s_uri = Media.DataUri(s_secret);

    [TestMethod]
    public async Task Nothing_redacted_then_the_search_finds_the_bytes_on_the_ways_that_carry_files()
    {
        await using var egress = new Egress(static _ => { });

        Record();

        var bytes = await egress.BytesAsync();
        foreach (var way in new[] { "OTLP", "traces.json", "attachments" })
        {
            Assert.Contains(Needle, bytes[way], way);
        }
    }

    [TestMethod]
    public async Task Processor_that_takes_the_references_away_keeps_the_bytes_in_the_process()
        => await MustNotTellAsync(static options => options.SpanProcessors.Add(static span =>
        {
            span.SetInputs("gone");
            span.SetOutputs(null);
            span.RemoveAttribute("own");
            span.ReplaceEvents([]);
        }));

    [TestMethod]
    public async Task Processor_that_rewrites_the_references_keeps_the_bytes_in_the_process()
        => await MustNotTellAsync(static options => options.SpanProcessors.Add(SpanProcessors.RewriteTexts(static text => text.Replace("mlflow-attachment:", "was:", StringComparison.Ordinal))));

    [TestMethod]
    public async Task Withheld_content_keeps_the_bytes_in_the_process()
        => await MustNotTellAsync(static options => options.SpanProcessors.Add(static span => span.WithholdContent()));

    [TestMethod]
    public async Task Processor_that_fails_keeps_the_bytes_in_the_process()
        => await MustNotTellAsync(static options => options.SpanProcessors.Add(SpanProcessors.FailClosed(static _ => throw new FormatException())));

    [TestMethod]
    public async Task Content_off_keeps_the_bytes_in_the_process()
        => await MustNotTellAsync(static options => options.CaptureContent = false);

    [TestMethod]
    public async Task Key_that_is_redacted_keeps_the_bytes_in_the_process()
    {
        await using var egress = new Egress(static options => options.SpanProcessors.Add(SpanProcessors.RedactKeys("passport")));

        Mlflow.StartSpan("one", inputs: new { passport = new { scan = s_uri, type = "input_image" }, note = "kept" }).End();

        Assert.Contains("kept", (await egress.MustNotTellAsync(Needle))["folder"]);
    }

    [TestMethod]
    public async Task Redact_keeps_the_bytes_in_the_process()
    {
        await using var egress = new Egress(static _ => { });
        var look = Mlflow.Trace(static ([Redact] string image, [Redact] Attachment scan) => image.Length + scan.Content.Length, name: "look");

        look(s_uri, new Attachment("image/png", s_secret));
        Mlflow.StartSpan("one", inputs: new Person("ann", s_uri, new Attachment("image/png", s_secret))).End();

        Assert.Contains("ann", (await egress.MustNotTellAsync(Needle))["folder"]);
    }

    [TestMethod]
    public async Task Reference_that_survives_redaction_is_delivered()
    {
        using var session = new RecordingSession(static options =>
        {
            options.SpanProcessors.Add(SpanProcessors.RedactPatterns());
            options.SpanProcessors.Add(SpanProcessors.RedactKeys());
        });

        Mlflow.StartSpan("one", inputs: new { apiKey = "sk-0123456789abcdef0123", image = s_uri, audio = new { data = Media.Base64(s_secret), format = "wav" } }).End();

        var trace = await session.SingleTraceAsync();
        Assert.Contains("[redacted]", trace.Spans[0].Inputs!);
        CollectionAssert.AreEquivalent(new[] { "image/png", "audio/wav" }, trace.Attachments.Select(static attachment => attachment.ContentType).ToArray());
    }

    [TestMethod]
    public async Task Processor_sees_the_reference_and_what_it_puts_elsewhere_is_delivered()
    {
        string? seen = null;
        using var session = new RecordingSession(options => options.SpanProcessors.Add(span =>
        {
            seen = Media.ReferencesIn(span.Inputs).Single();
            span.SetInputs(new { moved = seen });
        }));

        Mlflow.StartSpan("one", inputs: s_uri).End();

        var trace = await session.SingleTraceAsync();
        Assert.AreEqual(seen, Media.ReferencesIn(trace.Spans[0].Inputs).Single());
        CollectionAssert.AreEqual(s_secret, Media.Find(trace, seen!).Content.ToArray());
    }

    [TestMethod]
    public async Task Value_that_was_replaced_before_the_end_leaves_no_attachment()
    {
        using var session = new RecordingSession();
        var span = Mlflow.StartSpan("one", inputs: s_uri);
        span.SetInputs("other");
        span.End();

        Assert.IsEmpty((await session.SingleTraceAsync()).Attachments);
    }

    [TestMethod]
    public async Task Reference_that_the_program_made_up_is_left_alone()
    {
        var made = $"mlflow-attachment://{Guid.NewGuid():D}?content_type=image%2Fpng&trace_id=tr-1&size=5";
        using var session = new RecordingSession();

        Mlflow.StartSpan("one", inputs: new { made, real = s_uri }).End();

        var trace = await session.SingleTraceAsync();
        Assert.HasCount(1, trace.Attachments);
        Assert.AreEqual(made, Media.ReferencesIn(trace.Spans[0].Inputs)[0]);
    }

    private static void Record()
    {
        using var span = Mlflow.StartActiveSpan("look", inputs: new { image = s_uri, scan = new Attachment("image/png", s_secret) });
        span.SetAttribute("own", s_uri);
        span.AddEvent("seen", new Dictionary<string, object?> { ["image"] = s_uri });
        span.SetOutputs(s_uri);
    }

    private static async Task MustNotTellAsync(Action<MlflowOptions> configure)
    {
        await using var egress = new Egress(configure);
        Record();
        await egress.MustNotTellAsync(Needle);
        await egress.MustNotTellAsync(s_uri.Substring(300, 40));
    }

    private sealed record Person(string Name, [Redact] string Photo, [Redact] Attachment Scan);
}
