using Newtonsoft.Json;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>The contracts of a converter's serializer: every value without a converter of its own goes back to the walker.</summary>
internal sealed class ConverterContractResolver : CaptureContractResolver
{
    private static readonly WalkerConverter s_walker = new();

    public static new ConverterContractResolver Instance { get; } = new();

    protected override JsonConverter? ResolveContractConverter(Type objectType) => s_walker;
}
