using MLflow.Tracing.Model;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing.Wire;

/// <summary>OTLP's <c>ExportTraceServiceRequest</c> as protobuf (protocol 3.4). Field numbers are those of OpenTelemetry's <c>trace.proto</c>.</summary>
internal static class OtlpTraceRequest
{
    public const string ContentType = "application/x-protobuf";

    /// <summary>A trace beyond it is sent in several requests: a buffer has its limits, and so have servers.</summary>
    private const int SoftLimitBytes = 16 * 1024 * 1024;

    private const string ScopeName = "MLflow.Tracing";
    private const int InternalKind = 1;

    /// <summary>A full request of 512 spans has some hundred kilobytes; another size costs one move of its bytes.</summary>
    private const int BatchLengthBytes = 3;

    /// <summary>A span usually has more than 127 bytes.</summary>
    private const int SpanLengthBytes = 2;

    /// <summary>What the resource says of this library.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> SdkAttributes { get; } =
        [new("telemetry.sdk.name", ScopeName), new("telemetry.sdk.language", "dotnet"), new("telemetry.sdk.version", LibraryVersion.Text)];

    /// <summary>Serialises spans, of one trace or of several, from the first one given until the request is large enough.</summary>
    /// <param name="spans">The spans.</param>
    /// <param name="first">Where to begin.</param>
    /// <param name="next">Where the next request begins; the number of spans when there is none.</param>
    /// <param name="softLimitBytes">When the request is large enough.</param>
    /// <param name="resource">What is said of the program; by default its name.</param>
    /// <returns>Bytes for <see cref="ProtobufWriter.Recycle"/> once they are sent.</returns>
    public static ArraySegment<byte> Write(
        IReadOnlyList<Span> spans, int first, out int next, int softLimitBytes = SoftLimitBytes, IReadOnlyList<KeyValuePair<string, string>>? resource = null)
    {
        var output = new ProtobufWriter();
        var resourceSpans = output.StartMessage(1, BatchLengthBytes);
        WriteResource(output, resource ?? [new("service.name", ProcessIdentity.SourceName), .. SdkAttributes]);
        var scopeSpans = output.StartMessage(2, BatchLengthBytes);
        var scope = output.StartMessage(1);
        output.WriteString(1, ScopeName);
        output.WriteString(2, LibraryVersion.Text);
        output.EndMessage(scope);
        for (next = first; next < spans.Count && (next == first || output.Length < softLimitBytes); next++)
        {
            WriteSpan(output, spans[next]);
        }

        output.EndMessage(scopeSpans, BatchLengthBytes);
        output.EndMessage(resourceSpans, BatchLengthBytes);
        return output.Written;
    }

    private static void WriteResource(ProtobufWriter output, IReadOnlyList<KeyValuePair<string, string>> attributes)
    {
        var resource = output.StartMessage(1);
        foreach (var pair in attributes)
        {
            AnyValueWriter.WriteTextPair(output, 1, pair.Key, pair.Value);
        }

        output.EndMessage(resource);
    }

    private static void WriteSpan(ProtobufWriter output, Span span)
    {
        var message = output.StartMessage(2, SpanLengthBytes);
        output.WriteId(1, span.TraceId);
        output.WriteId(2, span.SpanId);
        if (span.ParentId is not null)
        {
            output.WriteId(4, span.ParentId);
        }

        output.WriteString(5, span.Name);
        output.WriteInt64(6, InternalKind);
        output.WriteFixed64(7, span.StartTimeUnixNs);
        output.WriteFixed64(8, span.EndTimeUnixNs);
        WriteSpanAttributes(output, span);
        foreach (var happening in span.Events)
        {
            WriteEvent(output, happening);
        }

        foreach (var link in span.Links)
        {
            WriteLink(output, link);
        }

        WriteStatus(output, span.Status);
        output.EndMessage(message, SpanLengthBytes);
    }

    private static void WriteSpanAttributes(ProtobufWriter output, Span span)
    {
        AnyValueWriter.WriteTextPair(output, 9, SpanAttributeKey.TraceId, span.TraceId);
        foreach (var pair in new Pairs(span.Attributes))
        {
            if (!pair.Key.Equals(SpanAttributeKey.TraceId, StringComparison.Ordinal))
            {
                AnyValueWriter.WritePair(output, 9, pair.Key, pair.Value);
            }
        }
    }

    private static void WriteEvent(ProtobufWriter output, SpanEvent happening)
    {
        var message = output.StartMessage(11);
        output.WriteFixed64(1, happening.TimeUnixNs);
        output.WriteString(2, happening.Name);
        WriteAttributes(output, 3, happening.Attributes);
        output.EndMessage(message);
    }

    private static void WriteLink(ProtobufWriter output, SpanLink link)
    {
        var message = output.StartMessage(13);
        output.WriteId(1, link.TraceId);
        output.WriteId(2, link.SpanId);
        WriteAttributes(output, 4, link.Attributes);
        output.EndMessage(message);
    }

    private static void WriteStatus(ProtobufWriter output, SpanStatus status)
    {
        var message = output.StartMessage(15);
        if (!string.IsNullOrEmpty(status.Message))
        {
            output.WriteString(2, status.Message);
        }

        output.WriteInt64(3, (long)status.Code);
        output.EndMessage(message);
    }

    private static void WriteAttributes(ProtobufWriter output, int field, IReadOnlyDictionary<string, string> attributes)
    {
        foreach (var pair in attributes)
        {
            AnyValueWriter.WritePair(output, field, pair.Key, pair.Value);
        }
    }
}
