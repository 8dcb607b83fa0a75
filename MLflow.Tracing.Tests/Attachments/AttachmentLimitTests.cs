using System.Runtime.CompilerServices;
using MLflow.Tracing.Capture;
using MLflow.Tracing.Capture.Media;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;

namespace MLflow.Tracing.Tests.Attachments;

/// <summary>How large attachments may be, how much memory they take, and that it is given back.</summary>
[TestClass]
public sealed class AttachmentLimitTests
{
    [TestMethod]
    public async Task Larger_value_than_allowed_is_told_by_type_and_size_and_reported()
    {
        var large = Media.Bytes(300);
        using var session = new RecordingSession(static options => (options.MaxAttachmentBytes, options.CaptureMaxCharacters) = (299, 350));

        Mlflow.StartSpan("one", inputs: new object[]
        {
            new Attachment("image/gif", large),
            Media.DataUri(large),
            new { data = Media.Base64(large), format = "wav" },
            large,
        }).End();

        var trace = await session.SingleTraceAsync();
        Assert.IsEmpty(trace.Attachments);
        foreach (var type in new[] { "image/gif", "image/png", "audio/wav", "application/octet-stream" })
        {
            Assert.Contains($"<attachment left out: {type}, 300 bytes>", trace.Spans[0].Inputs!);
        }

        Assert.AreEqual(4, session.Diagnostics.CountOf("MLT260"));
        Assert.AreEqual(0, session.Runtime.AttachmentMemory.Held);
    }

    [TestMethod]
    public async Task Value_of_the_size_allowed_is_attached()
    {
        using var session = new RecordingSession(static options => options.MaxAttachmentBytes = 300);

        Mlflow.StartSpan("one", inputs: new object[] { new Attachment("image/gif", Media.Bytes(300)), Media.DataUri(Media.Bytes(300)) }).End();

        Assert.HasCount(2, (await session.SingleTraceAsync()).Attachments);
    }

    [TestMethod]
    public async Task More_than_traces_may_hold_is_told_by_type_and_size_and_reported()
    {
        using var session = new RecordingSession(static options => options.MaxHeldAttachmentBytes = 1000);
        using (var span = Mlflow.StartActiveSpan("one", inputs: new Attachment("image/gif", Media.Bytes(600))))
        {
            span.SetOutputs(new object[] { new Attachment("image/gif", Media.Bytes(500)), new { data = Media.Base64(Media.Bytes(400)), format = "wav" }, new Attachment("image/gif", Media.Bytes(400)) });
            Assert.AreEqual(1000, session.Runtime.AttachmentMemory.Held);
        }

        var trace = await session.SingleTraceAsync();
        Assert.HasCount(2, trace.Attachments);
        Assert.StartsWith("""["<attachment left out: image/gif, 500 bytes>",{"data":"<attachment left out: audio/wav, 400 bytes>","format":"wav"},"mlflow-""", trace.Spans[0].Outputs!);
        Assert.AreEqual(2, session.Diagnostics.CountOf("MLT261"));
    }

    [TestMethod]
    public async Task Memory_is_given_back_once_a_trace_is_delivered()
    {
        using var session = new RecordingSession();
        var (span, image) = Record();
        Assert.AreEqual(2 * (22 + 4000), session.Runtime.AttachmentMemory.Held);

        await session.SingleTraceAsync();

        Assert.AreEqual(0, session.Runtime.AttachmentMemory.Held);
        GC.Collect();
        Assert.IsFalse(image.TryGetTarget(out _), "the text is still held");
        Assert.IsNotNull(span);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static (LiveSpan Span, WeakReference<string> Image) Record()
        {
            var image = Media.DataUri(Media.Bytes(3000));
            var span = Mlflow.StartSpan("one", inputs: new { image });
            span.SetOutputs(image);
            span.End();
            return (span, new WeakReference<string>(image));
        }
    }

    [TestMethod]
    public async Task Memory_of_traces_that_are_dropped_is_given_back()
    {
        using var gate = new GateExporter();
        var diagnostics = new TracingDiagnostics { Output = null };
        var runtime = new TracingRuntime(new MlflowOptions { MaxQueueSize = 1 }, [gate], diagnostics);
        Mlflow.Use(runtime);
        Mlflow.StartSpan("first", inputs: new Attachment("image/png", Media.Bytes(100))).End();
        await gate.Entered;

        Mlflow.StartSpan("dropped", inputs: new Attachment("image/png", Media.Bytes(10))).End();

        Assert.AreEqual(100, runtime.AttachmentMemory.Held);
        gate.Open();
        Assert.IsTrue(await Mlflow.FlushAsync(TimeSpan.FromSeconds(20)));
        Assert.AreEqual(0, runtime.AttachmentMemory.Held);
        Mlflow.Use(null);
    }

    [TestMethod]
    public async Task Span_that_its_trace_takes_too_late_holds_nothing()
    {
        using var session = new RecordingSession();
        Mlflow.StartSpan("one", inputs: new Attachment("image/png", Media.Bytes(10))).End();
        var trace = session.Runtime.LastCompleted!;
        await session.SingleTraceAsync();

        Assert.IsNull(trace.Hold(MediaSource.OfBytes([1], null)));
        Assert.AreEqual(0, session.Runtime.AttachmentMemory.Held);
    }

    [TestMethod]
    public async Task Ordinary_values_hold_nothing()
    {
        using var session = new RecordingSession();
        Mlflow.StartSpan("one", inputs: new { text = new string('x', 1000), data = new string('A', 1000), url = "https://example.com/" + new string('x', 1000) }).End();

        IReadOnlyList<TraceAttachment> attachments = (await session.SingleTraceAsync()).Attachments;
        Assert.IsEmpty(attachments);
    }

    [TestMethod]
    public async Task Capture_neither_decodes_nor_copies_a_text_on_the_callers_thread()
    {
        var image = Media.DataUri(Media.Bytes(6_000_000));
        var message = new Dictionary<string, object> { ["image"] = image, ["audio"] = new Dictionary<string, object> { ["data"] = image[22..], ["format"] = "wav" } };
        using var session = new RecordingSession();
        Mlflow.StartSpan("warm", inputs: new Dictionary<string, object> { ["image"] = Media.DataUri(Media.Bytes(100)) }).End();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var span = Mlflow.StartSpan("one", inputs: message);
        span.SetOutputs(image);
        span.End();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.IsLessThan(100_000, allocated);
        Assert.HasCount(2, (await session.TracesAsync())[1].Attachments);
    }

    [TestMethod]
    public void Value_without_media_costs_no_allocation_more()
    {
        using var session = new RecordingSession();
        var policy = session.Runtime.Capture;
        var trace = Mlflow.StartSpan("one").Trace;
        object[] values = ["text " + new string('x', 500), new Message("user", new string('y', 500)), new List<string> { new('z', 500) }, new Dictionary<string, object> { ["data"] = new string(' ', 500), ["n"] = 1 }];

        foreach (var value in values)
        {
            Assert.AreEqual(Allocated(value, holder: null), Allocated(value, trace), value.GetType().Name);
        }

        Assert.IsNull(trace.Attachments);

        long Allocated(object value, IAttachmentHolder? holder)
        {
            for (var i = 0; i < 3; i++)
            {
                CapturedValue.FromObject(value, policy, holder);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            CapturedValue.FromObject(value, policy, holder);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [TestMethod]
    public void Limits_that_are_none_are_refused()
    {
        foreach (var wrong in new Action<MlflowOptions>[] { static options => options.MaxAttachmentBytes = 0, static options => options.MaxHeldAttachmentBytes = 0 })
        {
            var options = new MlflowOptions();
            wrong(options);
            Assert.Contains("1 or more", Assert.ThrowsExactly<ArgumentOutOfRangeException>(options.Validate).Message);
        }
    }

    private sealed record Message(string Role, string Content);
}
