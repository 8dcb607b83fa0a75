using MLflow.Tracing.Weaver.Selection;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>Decides on the zeroing of locals of a body that gets its first ones from us.</summary>
internal static class LocalsInitialization
{
    private const string SkipLocalsInit = "System.Runtime.CompilerServices.SkipLocalsInitAttribute";

    /// <summary>
    /// A body without locals has the flag off for no reason, and with locals it would be unverifiable: the flag is set (K27), unless
    /// the user asked for no zeroing (K26). A body with locals keeps what it has.
    /// </summary>
    public static void Settle(MethodDefinition method)
    {
        if (!method.Body.HasVariables && !IsSkipped(method))
        {
            method.Body.InitLocals = true;
        }
    }

    private static bool IsSkipped(MethodDefinition method)
    {
        if (CompilerArtefacts.HasAttribute(method, SkipLocalsInit) || CompilerArtefacts.HasAttribute(method.Module, SkipLocalsInit))
        {
            return true;
        }

        for (TypeDefinition? type = method.DeclaringType; type is not null; type = type.DeclaringType)
        {
            if (CompilerArtefacts.HasAttribute(type, SkipLocalsInit))
            {
                return true;
            }
        }

        return false;
    }
}
