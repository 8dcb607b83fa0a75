using MLflow.Tracing.Recording;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export.Otlp;

/// <summary>What a collector is told of the program: the resource attributes.</summary>
internal sealed class CollectorResource(OtlpOptions options)
{
    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; } =
    [
        .. options.ResourceAttributes
            .Where(static pair => pair.Value is not null && OtlpTraceRequest.SdkAttributes.All(own => own.Key != pair.Key) && pair.Key != "service.name"),
        new("service.name", options.ServiceName ?? ProcessIdentity.SourceName),
        .. OtlpTraceRequest.SdkAttributes,
    ];
}
