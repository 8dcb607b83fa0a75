using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using MLflow.Tracing.Http.Formats;
using MLflow.Tracing.Http.Streaming;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Http.Observation;

/// <summary>What a span says of a call: its request, its answer, its facts, its failure.</summary>
internal static class CallRecord
{
    /// <summary>A body as JSON, or <see langword="null"/> when it is none, or too long.</summary>
    public static JsonDocument? Parse(BodyCopy body)
    {
        try
        {
            return body.IsComplete ? JsonDocument.Parse(body.Bytes) : null;
        }
        catch (JsonException)
        {
            // shown as the text that it is
            return null;
        }
    }

    public static void Request(LiveSpan span, LlmEndpoint endpoint, BodyCopy body, JsonDocument? request)
    {
        if (request is null)
        {
            span.SetInputs(body.IsComplete ? Encoding.UTF8.GetString(body.Bytes.Span) : $"<{body.Length} bytes>");
        }
        else
        {
            span.SetInputs(endpoint.ModelInPath is { } named ? WithModel(named, request.RootElement) : request.RootElement);
            if ((endpoint.ModelInPath ?? Json.Text(request.RootElement, "model")) is { Length: > 0 } model)
            {
                span.SetModel(model, endpoint.Provider);
            }

            if (endpoint.Format.ToolsIn(request.RootElement) is { Count: > 0 } tools)
            {
                span.SetChatTools(tools);
            }
        }

        span.SetAttribute(SpanAttributeKey.MessageFormat, endpoint.Format.MessageFormat);
    }

    public static void Answer(LiveSpan span, LlmEndpoint endpoint, HttpStatusCode? failure, ResponseObserver.Outcome outcome)
    {
        using var answer = outcome.Read();
        if (answer is not null)
        {
            using var merged = Merged(endpoint, failure, answer.Root);
            var root = (merged ?? answer).Root;
            span.SetOutputs(root);
            if (failure is null)
            {
                Facts(span, endpoint.Format, root);
            }
        }
        else if (outcome.Body is { Length: > 0 } body)
        {
            span.SetOutputs(body.IsComplete ? Encoding.UTF8.GetString(body.Bytes.Span) : $"<{body.Length} bytes>");
        }

        if (outcome.Streamed is { } streamed)
        {
            span.SetAttribute("llm.stream.chunks", streamed.Pieces);
            if (streamed.NotUnderstood + outcome.TooLong is > 0 and var missing)
            {
                span.SetAttribute("llm.stream.chunks_not_understood", missing);
            }
        }

        if (outcome.IsAbandoned)
        {
            span.AddEvent("abandoned");
        }

        Failure(span, failure, outcome, answer);
    }

    // Gemini's stream without server-sent events is one list of pieces.
    private static ReadAnswer? Merged(LlmEndpoint endpoint, HttpStatusCode? failure, JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Array || failure is not null || endpoint.Format != GeminiFormat.GenerateContent)
        {
            return null;
        }

        var pieces = endpoint.Format.NewStreamedAnswer();
        foreach (var piece in answer.EnumerateArray())
        {
            pieces.Read(Encoding.UTF8.GetBytes(piece.GetRawText()));
        }

        return ReadAnswer.Of(pieces);
    }

    private static void Facts(LiveSpan span, WireFormat format, JsonElement answer)
    {
        if (format.ModelIn(answer) is { Length: > 0 } model)
        {
            span.SetModel(model);
        }

        if (format.UsageIn(answer) is { } usage)
        {
            span.SetTokenUsage(usage);
        }
    }

    private static void Failure(LiveSpan span, HttpStatusCode? failure, ResponseObserver.Outcome outcome, ReadAnswer? answer)
    {
        if (outcome.Exception is not null)
        {
            span.RecordException(outcome.Exception);
        }
        else if (failure is { } status)
        {
            var said = answer is null ? null : VendorError.In(answer.Root);
            Refusal(span, string.Create(CultureInfo.InvariantCulture, $"{(int)status} {said ?? status.ToString()}"), status);
        }
        else if (outcome.Streamed?.Error is { } error)
        {
            Refusal(span, error, status: null);
        }
    }

    // No exception is there yet: each library makes one of its own of what the vendor says.
    private static void Refusal(LiveSpan span, string message, HttpStatusCode? status)
    {
        span.RecordException(new HttpRequestException(message, inner: null, status));
        span.SetStatus(SpanStatusCode.Error, message);
    }

    private static Dictionary<string, object> WithModel(string model, JsonElement request)
    {
        var inputs = new Dictionary<string, object> { ["model"] = model };
        if (request.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in request.EnumerateObject())
            {
                inputs[member.Name] = member.Value;
            }
        }

        return inputs;
    }
}
