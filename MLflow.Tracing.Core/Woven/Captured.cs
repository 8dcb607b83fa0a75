using System.Diagnostics.CodeAnalysis;

namespace MLflow.Tracing.Woven;

internal static class Captured
{
    /// <summary>What trimming must keep of a type whose values are captured.</summary>
    public const DynamicallyAccessedMemberTypes Members =
        DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicFields;
}
