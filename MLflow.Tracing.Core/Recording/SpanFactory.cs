using MLflow.Tracing.Capture;
using MLflow.Tracing.Model;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Recording;

/// <summary>Decides whether a call is recorded, and makes its span: a child of the ambient span, or the root of a new trace.</summary>
internal static class SpanFactory
{
    private const string LinkReason = "started after its parent's trace was delivered";

    /// <summary>For woven calls.</summary>
    /// <returns>
    /// A span to be started; <see langword="null"/> when nothing is recorded;
    /// <see cref="LiveSpan.Suppressed"/> when a new trace would begin here that the sampler leaves out.
    /// </returns>
    public static LiveSpan? PrepareWoven(TraceSite site)
    {
        var runtime = TracingSwitch.Runtime;
        return runtime is null || CaptureReentrancy.IsCapturing || UserCallback.IsRunning ? null : Prepare(runtime, site, AmbientSpan.Current);
    }

    /// <summary>For any call, below the given parent.</summary>
    public static LiveSpan? Prepare(TracingRuntime runtime, TraceSite site, LiveSpan? parent)
    {
        if (parent is null)
        {
            return PrepareRoot(runtime, site);
        }

        if (parent.IsMarker)
        {
            return parent.IsSuppressing ? null : PreparePart(runtime, site, parent.RemoteContext!);
        }

        return parent.Trace.IsSealed
            ? PrepareAfterDelivery(runtime, site, parent)
            : new LiveSpan(parent.Trace, parent, site, RandomIds.Next());
    }

    /// <summary>The local root of spans that belong to a trace which another process began, and whose sampling it decided.</summary>
    private static LiveSpan PreparePart(TracingRuntime runtime, TraceSite site, PropagatedContext remote)
    {
        var trace = new ActiveTrace(runtime, remote.Parent);
        TraceDefaults.ApplyTo(trace);
        if (!remote.Baggage.IsEmpty)
        {
            var details = trace.EnsureDetails();
            details.SetMetadata(TraceMetadataKey.Session, remote.Baggage.Session);
            details.SetMetadata(TraceMetadataKey.User, remote.Baggage.User);
        }

        return new LiveSpan(trace, null, site, RandomIds.Next());
    }

    private static LiveSpan PrepareRoot(TracingRuntime runtime, TraceSite site)
    {
        Span<ulong> ids = stackalloc ulong[3];
        RandomIds.Fill(ids);
        if (!(site.Sampler ?? runtime.Sampler).IsRecorded(ids[1]))
        {
            return LiveSpan.Suppressed;
        }

        var trace = new ActiveTrace(runtime, ids[0], ids[1]);
        TraceDefaults.ApplyTo(trace);
        return new LiveSpan(trace, null, site, ids[2]);
    }

    /// <summary>
    /// Work that goes on after its trace was delivered makes a trace of its own, which names the one it came from; after a part of a
    /// trace it makes another part.
    /// </summary>
    private static LiveSpan PrepareAfterDelivery(TracingRuntime runtime, TraceSite site, LiveSpan origin)
    {
        if (origin.Trace.IsPart)
        {
            return PreparePart(runtime, site, PropagatedContext.Of(origin));
        }

        var root = PrepareRoot(runtime, site);
        if (!root.IsMarker)
        {
            root.AddLink(new SpanLink(
                origin.TraceId,
                origin.SpanId,
                new Dictionary<string, string>(StringComparer.Ordinal) { ["mlflow.link.reason"] = JsonText.Of(LinkReason) }));
        }

        return root;
    }
}
