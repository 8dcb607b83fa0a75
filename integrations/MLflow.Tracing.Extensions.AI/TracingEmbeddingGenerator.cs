using Microsoft.Extensions.AI;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing.Extensions.AI;

/// <summary>Records the calls that pass through it.</summary>
internal sealed class TracingEmbeddingGenerator<TInput, TEmbedding>(IEmbeddingGenerator<TInput, TEmbedding> inner) : DelegatingEmbeddingGenerator<TInput, TEmbedding>(inner)
    where TEmbedding : Embedding
{
    private readonly EmbeddingGeneratorMetadata? _metadata = inner.GetService<EmbeddingGeneratorMetadata>();

    public override Task<GeneratedEmbeddings<TEmbedding>> GenerateAsync(IEnumerable<TInput> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        => values is null || TracingSwitch.Runtime is null || ModelCalls.IsRecorded
            ? base.GenerateAsync(values!, options, cancellationToken)
            : RecordAsync([.. values], options, cancellationToken);

    private async Task<GeneratedEmbeddings<TEmbedding>> RecordAsync(List<TInput> values, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        using var span = Mlflow.StartActiveSpan("EmbeddingGenerator", SpanType.Embedding);
        span.IsModelCall = true;
        var model = options?.ModelId ?? _metadata?.DefaultModelId;
        span.SetInputs(new Dictionary<string, object?> { ["model"] = model, ["input"] = values });
        span.SetAttribute(SpanAttributeKey.MessageFormat, "openai");
        if (model is not null)
        {
            span.SetModel(model, _metadata?.ProviderName);
        }

        try
        {
            var embeddings = await base.GenerateAsync(values, options, cancellationToken).ConfigureAwait(false);
            Record(span, embeddings);
            return embeddings;
        }
        catch (Exception exception)
        {
            span.RecordException(exception);
            throw;
        }
    }

    private static void Record(LiveSpan span, GeneratedEmbeddings<TEmbedding> embeddings)
    {
        if (!span.IsRecording)
        {
            return;
        }

        try
        {
            span.SetOutputs(new Dictionary<string, object?>
            {
                ["object"] = "list",
                ["data"] = embeddings.Select(static (embedding, index) => new Dictionary<string, object?> { ["index"] = index, ["embedding"] = Vector(embedding) }).ToList(),
            });
            if (embeddings.FirstOrDefault()?.ModelId is { Length: > 0 } model)
            {
                span.SetModel(model);
            }

            if (Usage.Of(embeddings.Usage) is { } usage)
            {
                span.SetTokenUsage(usage);
            }
        }
#pragma warning disable CA1031 // the program gets its embeddings, whatever we make of them
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Mlflow.Diagnostics.Report(ModelCallComplaints.NotRecorded(exception.Message), exception);
        }
    }

    private static object Vector(TEmbedding embedding) => embedding switch
    {
        Embedding<float> single => single.Vector.ToArray(),
        Embedding<double> twice => twice.Vector.ToArray(),
        Embedding<byte> bytes => bytes.Vector.ToArray(),
        _ => $"<{embedding.Dimensions} dimensions>",
    };
}
