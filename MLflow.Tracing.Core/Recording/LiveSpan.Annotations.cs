using System.Globalization;
using MLflow.Tracing.Capture;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Recording;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing;

/// <content>What a span says about its work beyond inputs and outputs: level, description, tokens, cost, times; and about its trace.</content>
public sealed partial class LiveSpan
{
    // More than any price has; what a binary sum leaves beyond them is noise.
    private const int CostDigits = 12;

    /// <summary>
    /// How much the span matters. Unless it is set, that of the span's type: <see cref="SpanLogLevel.Info"/> for model calls, tools, retrievers, agents and
    /// embeddings, else <see cref="SpanLogLevel.Debug"/>. An exception raises it to <see cref="SpanLogLevel.Error"/> at the end.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of <see cref="SpanLogLevel"/>.</exception>
    public SpanLogLevel LogLevel
    {
        get => SpanLogLevels.Of(this);
        set
        {
            if (value is not (SpanLogLevel.Debug or SpanLogLevel.Info or SpanLogLevel.Warning or SpanLogLevel.Error or SpanLogLevel.Critical))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "A span's level is Debug, Info, Warning, Error or Critical.");
            }

            Change(value, static (details, level) => details.LogLevel = level);
        }
    }

    /// <summary>Says in a sentence what the span is about.</summary>
    /// <param name="description">The sentence.</param>
    /// <exception cref="ArgumentNullException"><paramref name="description"/> is null.</exception>
    public void SetDescription(string description)
        => SetAttribute(SpanAttributeKey.Description, description ?? throw new ArgumentNullException(nameof(description)));

    /// <summary>Records which model did the work.</summary>
    /// <param name="model">Its name, for example <c>gpt-4.1-mini</c>; a server needs it to compute costs.</param>
    /// <param name="provider">Its provider, for example <c>openai</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <example>
    /// <code>
    /// using var span = Mlflow.StartActiveSpan("answer", SpanType.ChatModel);
    /// span.SetModel("gpt-4.1-mini", provider: "openai");
    /// </code>
    /// </example>
    public void SetModel(string model, string? provider = null)
    {
        SetAttribute(SpanAttributeKey.Model, model ?? throw new ArgumentNullException(nameof(model)));
        if (provider is not null)
        {
            SetAttribute(SpanAttributeKey.Provider, provider);
        }
    }

    /// <summary>Records the tokens that a model call used. A trace shows their sum; what lies below a span with usage is not counted again.</summary>
    /// <param name="usage">The counts.</param>
    /// <exception cref="ArgumentNullException"><paramref name="usage"/> is null.</exception>
    public void SetTokenUsage(TokenUsage usage) => SetJson(SpanAttributeKey.TokenUsage, (usage ?? throw new ArgumentNullException(nameof(usage))).ToJson());

    /// <summary>Records the tokens that a model call used.</summary>
    /// <param name="inputTokens">Tokens read.</param>
    /// <param name="outputTokens">Tokens written.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    /// <example>
    /// <code>
    /// using var span = Mlflow.StartActiveSpan("answer", SpanType.ChatModel);
    /// span.SetTokenUsage(inputTokens: 120, outputTokens: 40);
    /// </code>
    /// </example>
    public void SetTokenUsage(long inputTokens, long outputTokens) => SetTokenUsage(new TokenUsage(inputTokens, outputTokens));

    /// <summary>Records what a model call cost, in US dollars. Self-hosted servers compute it themselves when they know the model.</summary>
    /// <param name="inputCost">What was read.</param>
    /// <param name="outputCost">What was written.</param>
    /// <exception cref="ArgumentOutOfRangeException">A cost is negative, infinite or not a number.</exception>
    public void SetCost(double inputCost, double outputCost)
    {
        Check(inputCost, nameof(inputCost));
        Check(outputCost, nameof(outputCost));
        SetJson(
            SpanAttributeKey.Cost,
            string.Format(CultureInfo.InvariantCulture, "{{\"input_cost\":{0},\"output_cost\":{1},\"total_cost\":{2}}}", JsonText.Of(inputCost), JsonText.Of(outputCost), JsonText.Of(Math.Round(inputCost + outputCost, CostDigits))));

        static void Check(double cost, string parameter)
        {
            if (!(cost >= 0 && cost <= double.MaxValue))
            {
                throw new ArgumentOutOfRangeException(parameter, cost, "A cost is zero or more US dollars.");
            }
        }
    }

    /// <summary>Records the tools that a model was offered.</summary>
    /// <param name="tools">A list in OpenAI's form: objects with <c>type</c> and <c>function</c>.</param>
    /// <example>
    /// <code>
    /// using var span = Mlflow.StartActiveSpan("answer", SpanType.ChatModel);
    /// span.SetChatTools(new[] { new { type = "function", function = new { name = "get_weather", description = "The weather in a city" } } });
    /// </code>
    /// </example>
    public void SetChatTools(object tools) => SetAttribute(SpanAttributeKey.ChatTools, tools);

    /// <summary>Ends the span at a given time, for work that was measured elsewhere.</summary>
    /// <param name="endTimeUnixNs">Nanoseconds since the Unix epoch. One before the start is reported (MLT210) and taken as the start.</param>
    /// <example>
    /// <code>
    /// const long second = 1_000_000_000;
    /// var start = DateTimeOffset.Parse("2026-11-23T12:00:00Z").ToUnixTimeSeconds() * second; // from the log of a batch job
    /// var span = Mlflow.StartSpan("nightly evaluation", SpanType.Evaluator, startTimeUnixNs: start);
    /// span.EndAt(start + (90 * second));
    /// </code>
    /// </example>
    public void EndAt(long endTimeUnixNs)
    {
        SetEndTime(endTimeUnixNs);
        if (IsRecording && endTimeUnixNs < StartTimeUnixNs)
        {
            _trace.Runtime.Diagnostics.Report(RecordingComplaints.EndsBeforeStart(Name));
        }

        End();
    }

    /// <summary>When the span started: nanoseconds since the Unix epoch; 0 on the no-op span.</summary>
    public long StartTimeUnixNs => IsMarker ? 0 : Details?.StartUnixNs ?? _trace.ToUnixNs(StartTimestamp);

    /// <summary>
    /// Says more about the span's trace, as <see cref="Mlflow.UpdateCurrentTrace"/> does about the current one. This is the way for traces whose spans never become ambient.
    /// </summary>
    /// <inheritdoc cref="Mlflow.UpdateCurrentTrace"/>
    /// <example>
    /// <code>
    /// var turn = Mlflow.StartSpan("turn", inputs: new { question });
    /// turn.UpdateTrace(sessionId: "s-1", user: "u-1");
    /// turn.End(outputs: await CallModelAsync(question));
    /// </code>
    /// </example>
    public void UpdateTrace(
        IEnumerable<KeyValuePair<string, string>>? tags = null,
        IEnumerable<KeyValuePair<string, string>>? metadata = null,
        string? sessionId = null,
        string? user = null,
        string? clientRequestId = null,
        string? requestPreview = null,
        string? responsePreview = null,
        TraceState? state = null,
        string? modelId = null,
        string? experimentId = null)
    {
        TraceDetails.Check(tags, nameof(tags));
        TraceDetails.Check(metadata, nameof(metadata));
        RecordedArguments.ExperimentId(experimentId, nameof(experimentId));
        if (state is not (null or TraceState.Ok or TraceState.Error))
        {
            throw new ArgumentException($"A trace's state can be set to {TraceState.Ok} or {TraceState.Error}, not to {state}.", nameof(state));
        }

        if (IsMarker)
        {
            return;
        }

        if (_trace.IsSealed)
        {
            _trace.Runtime.Diagnostics.Report(RecordingComplaints.NothingToUpdate());
            return;
        }

        if (_trace.IsPart)
        {
            _trace.Runtime.Diagnostics.Report(RecordingComplaints.UpdateOfPart());
        }

        if (experimentId is not null && CatalogLocation.Of(experimentId) != CatalogLocation.Of(_trace.Destination))
        {
            _trace.Runtime.Diagnostics.Report(CatalogComplaints.IdIsFixed(_trace.Id, experimentId));
            experimentId = null;
        }

        var details = _trace.EnsureDetails();
        lock (details)
        {
            details.Update(tags, metadata);
            details.SetMetadata(TraceMetadataKey.Session, sessionId);
            details.SetMetadata(TraceMetadataKey.User, user);
            details.SetMetadata(TraceMetadataKey.ModelId, modelId);
            details.ClientRequestId = clientRequestId ?? details.ClientRequestId;
            details.RequestPreview = requestPreview ?? details.RequestPreview;
            details.ResponsePreview = responsePreview ?? details.ResponsePreview;
            details.State = state ?? details.State;
            details.ExperimentId = experimentId ?? details.ExperimentId;
        }
    }

    /// <summary>Gives the span the time at which its end, whenever it comes, is to have been.</summary>
    internal void SetEndTime(long endTimeUnixNs) => Change(endTimeUnixNs, static (details, time) => details.EndUnixNs = time);

    private void SetJson(string key, string json) => Change((key, json), static (details, attribute) => details.SetAttribute(attribute.key, CapturedValue.Json(attribute.json)));
}
