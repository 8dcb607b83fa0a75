using System.Diagnostics.CodeAnalysis;

namespace MLflow.Tracing.Woven;

internal static class Captured
{
    /// <summary>
    /// What trimming must keep of a type whose values are captured. The constructors are not called: a record may have its
    /// <see cref="RedactAttribute"/> on their parameters, and losing it would show the secret.
    /// </summary>
    public const DynamicallyAccessedMemberTypes Members =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicFields;
}
