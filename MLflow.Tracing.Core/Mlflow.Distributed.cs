using MLflow.Tracing.Complaints;
using MLflow.Tracing.Export;
using MLflow.Tracing.Model;
using MLflow.Tracing.Recording;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing;

/// <content>Traces that go on in other processes, in the headers of W3C Trace Context.</content>
public static partial class Mlflow
{
    private const int QuotedHeaderLength = 80;

    /// <summary>
    /// The headers to send along with a call to another process, so that its spans become children of the ambient span: <c>traceparent</c>,
    /// and <c>baggage</c> if <see cref="MlflowOptions.PropagateSessionAndUser"/> is set and the trace has a session or a user.
    /// </summary>
    /// <returns>
    /// The headers, with names that count in any case. Empty while tracing is off, and where no span is ambient, which is reported (MLT220).
    /// Inside a trace that the sampler left out, or the caller of this process leaves out, they tell the other process to leave it out as well.
    /// </returns>
    /// <remarks>The process that began a trace sends the server what it is about; each other one adds its spans. All need the same server and experiment.</remarks>
    /// <example>
    /// <code>
    /// using var request = new HttpRequestMessage(HttpMethod.Get, "http://retriever.example/search");
    /// foreach (var header in Mlflow.GetTracingContextHeaders())
    /// {
    ///     request.Headers.TryAddWithoutValidation(header.Key, header.Value);
    /// }
    /// </code>
    /// </example>
    public static IReadOnlyDictionary<string, string> GetTracingContextHeaders()
    {
        if (!TryGetTracingContextHeaders(out var headers) && TracingSwitch.Runtime is { } runtime)
        {
            runtime.Diagnostics.Report(RecordingComplaints.NothingToPropagate());
        }

        return headers;
    }

    /// <summary>As <see cref="GetTracingContextHeaders"/>, for places where there may be nothing to send.</summary>
    /// <param name="headers">The headers; empty when there is nothing to send.</param>
    /// <returns>Whether there is something to send.</returns>
    /// <example>
    /// <code>
    /// var message = new Dictionary&lt;string, string> { ["question"] = question }; // for a queue
    /// if (Mlflow.TryGetTracingContextHeaders(out var headers))
    /// {
    ///     message["traceparent"] = headers["traceparent"];
    /// }
    /// </code>
    /// </example>
    public static bool TryGetTracingContextHeaders(out IReadOnlyDictionary<string, string> headers)
    {
        headers = EmptyDictionary.OfStrings;
        if (TracingSwitch.Runtime is not { } runtime || PropagatedContext.OfAmbient() is not { } context)
        {
            return false;
        }

        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [TraceParent.HeaderName] = context.Parent.ToString() };
        headers = found;
        if (runtime.Options.PropagateSessionAndUser && !context.Baggage.IsEmpty)
        {
            var baggage = context.Baggage.ToString();
            if (baggage.Length <= Baggage.MaxBytes)
            {
                found.Add(Baggage.HeaderName, baggage);
            }
            else
            {
                ReportBaggage(runtime);
            }
        }

        return true;
    }

    /// <summary>
    /// Goes on with the trace of a caller: until the result is disposed, on this flow of control, spans without a local parent become
    /// children of the caller's span. This process delivers them as its part of the caller's trace.
    /// </summary>
    /// <param name="headers">The headers that came with the call; others than <c>traceparent</c> and <c>baggage</c> do not matter, nor does the case of their names.</param>
    /// <returns>The scope, to be disposed in the same method; <c>using</c> does it.</returns>
    /// <remarks>
    /// Without a valid <c>traceparent</c> the call is reported (MLT221) and has no other effect. When the caller does not record its trace
    /// (the flag <c>sampled</c> is not set), nothing is recorded here either. Session and user come from <c>baggage</c> if
    /// <see cref="MlflowOptions.PropagateSessionAndUser"/> is set.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="headers"/> is null.</exception>
    /// <example>
    /// <code>
    /// public async Task&lt;string> AnswerAsync(IReadOnlyDictionary&lt;string, string> message)
    /// {
    ///     using (Mlflow.TracingContextFromHeaders(message))
    ///     {
    ///         return await Mlflow.WithSpanAsync(span => CallModelAsync(message["question"]), name: "answer");
    ///     }
    /// }
    /// </code>
    /// </example>
    public static IDisposable TracingContextFromHeaders(IEnumerable<KeyValuePair<string, string>> headers)
        => Join(headers ?? throw new ArgumentNullException(nameof(headers)));

    /// <inheritdoc cref="TracingContextFromHeaders(IEnumerable{KeyValuePair{string, string}})"/>
    public static IDisposable TracingContextFromHeaders(IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers)
        => Join((headers ?? throw new ArgumentNullException(nameof(headers)))
            .SelectMany(static header => header.Value ?? [], static (header, value) => new KeyValuePair<string, string>(header.Key, value)));

    private static IDisposable Join(IEnumerable<KeyValuePair<string, string>> headers)
    {
        if (TracingSwitch.Runtime is not { } runtime)
        {
            return LiveSpan.NoOp;
        }

        var found = headers.Aggregate(default(PropagationHeaders), static (found, header) => found.With(header.Key, header.Value));
        if (found.TraceParent is not { } text)
        {
            runtime.Diagnostics.Report(RecordingComplaints.NoTraceParent());
            return LiveSpan.NoOp;
        }

        if (!TraceParent.TryParse(text, out var parent))
        {
            runtime.Diagnostics.Report(RecordingComplaints.WrongTraceParent(PlainText.Shorten(text, QuotedHeaderLength, "…")));
            return LiveSpan.NoOp;
        }

        var baggage = default(Baggage);
        if (runtime.Options.PropagateSessionAndUser && found.Baggage is { } members && !Baggage.TryParse(members, out baggage))
        {
            ReportBaggage(runtime);
        }

        return new PropagatedContext(parent, baggage).Enter();
    }

    private static void ReportBaggage(TracingRuntime runtime) => runtime.Diagnostics.Report(RecordingComplaints.BaggageTooLong(Baggage.Limits));
}
