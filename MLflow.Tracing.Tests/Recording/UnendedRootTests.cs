using System.Runtime.CompilerServices;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Scenarios;
using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Recording;

/// <summary>Roots that nobody ends.</summary>
[TestClass]
public sealed class UnendedRootTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task Trace_is_delivered_as_error_when_its_time_is_up_and_nothing_of_it_stays()
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RecordingServer(request =>
        {
            if (request.Route == RecordedRequest.PushSpans)
            {
                heard.TrySetResult();
            }

            return null;
        });
        Mlflow.Init(server.Address, experimentId: "123", configure: options => (options.TraceTimeout, options.TraceTimeoutCheckInterval) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)));
        try
        {
            var told = Mlflow.Diagnostics.CountOf("MLT203");
            var (root, payload) = StartRoot();

            await heard.Task.WaitAsync(s_patience);
            Assert.IsTrue(await Mlflow.FlushAsync(s_patience));

            Assert.AreEqual(0, TracingSwitch.Installed!.Buffer.Count);
            Assert.AreEqual(1, Mlflow.Diagnostics.CountOf("MLT203") - told);
            Assert.IsFalse(root.IsRecording);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            Assert.IsFalse(payload.IsAlive, "what the span recorded is still held");

            // The root is ended late, and says something.
            root.SetAttribute("late", 1);
            root.End(outputs: "late");
            Assert.IsTrue(await Mlflow.FlushAsync(s_patience));
            GC.KeepAlive(root);
        }
        finally
        {
            Mlflow.Use(null);
        }

        CollectionAssert.AreEqual(new[] { RecordedRequest.StartTrace, RecordedRequest.PushSpans }, server.Routes.ToArray());
        Assert.AreEqual("ERROR", (string?)server.Requests[0].Json.SelectToken("trace.trace_info.state"));
        var span = SentPart.Of(server).SelectMany(part => part.Spans).Single();
        Assert.AreEqual(("root", "ERROR"), (span.Name, span.Status));
        Assert.Contains("under way for longer", span.Message);
        Assert.IsNull(span.Attributes["late"]);
        Assert.IsNull(span.Attributes[SpanAttributeKey.Outputs]);
    }

    [TestMethod]
    public async Task Ambient_roots_that_are_never_left_do_not_pile_up()
    {
        using var session = new RecordingSession(options => (options.TraceTimeout, options.MaxActiveTraces) = (TimeSpan.FromTicks(1), 4));

        for (var i = 0; i < 100; i++)
        {
            await Task.Run(() => Mlflow.StartActiveSpan("root"));
        }

        Assert.IsLessThanOrEqualTo(4, session.Runtime.Buffer.Count);
        session.Runtime.Buffer.Sweep();
        Assert.AreEqual(0, session.Runtime.Buffer.Count);
        var traces = await session.TracesAsync();
        Assert.HasCount(100, traces);
        Assert.IsTrue(traces.All(trace => trace.Info.State == TraceState.Error));
        Assert.AreEqual(100, session.Diagnostics.CountOf("MLT203") + session.Diagnostics.CountOf("MLT204"));
    }

    /// <summary>Out of line, so that no local keeps the payload.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (LiveSpan Root, WeakReference Payload) StartRoot()
    {
        var payload = new string('x', 10_000);
        return (Mlflow.StartSpan("root", inputs: payload), new WeakReference(payload));
    }
}
