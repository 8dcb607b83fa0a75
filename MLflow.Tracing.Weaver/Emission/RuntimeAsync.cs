using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// Strategy R: methods whose awaits the runtime itself suspends (S23). They have no state machine; their code returns the bare result
/// although the signature says <c>Task&lt;T&gt;</c>, and is wrapped in place like that of a synchronous method.
/// </summary>
internal static class RuntimeAsync
{
    // MethodImplAttributes.Async, which Cecil 0.11.6 has no name for.
    private const int AsyncFlag = 0x2000;

    /// <summary>Whether a method is of this kind.</summary>
    public static bool IsMarked(MethodDefinition method) => ((int)method.ImplAttributes & AsyncFlag) != 0;

    /// <summary>What the method's code returns: usually what its signature says.</summary>
    public static TypeReference ResultOf(MethodDefinition method)
    {
        if (!IsMarked(method))
        {
            return method.ReturnType;
        }

        return TypeShape.WithoutModifiers(method.ReturnType) is GenericInstanceType task ? task.GenericArguments[0] : method.Module.TypeSystem.Void;
    }
}
