using Fody;

namespace MLflow.Tracing.Weaver;

/// <summary>The Fody add-in.</summary>
public sealed class ModuleWeaver : BaseModuleWeaver
{
    /// <inheritdoc />
    public override void Execute() => throw new WeavingException("not built yet");

    /// <inheritdoc />
    public override IEnumerable<string> GetAssembliesForScanning() => [];
}
