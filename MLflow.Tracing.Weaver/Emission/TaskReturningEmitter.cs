using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// Strategy T: strategy W with an epilogue that hands the returned task to the scope, for methods that return a task without being async.
/// <code>
///   ldloca scope ; ldloc task ; call TraceScope.CompleteTask&lt;T&gt; ; ret      // the same Task object comes back (S19)
/// </code>
/// A <c>ValueTask</c> may come back as another one around the same result, because it can be consumed only once (S20).
/// Off, the scope returns what it got.
/// </summary>
internal static class TaskReturningEmitter
{
    private const string TasksNamespace = "System.Threading.Tasks";

    /// <summary>Weaves a method that returns one of the four task types.</summary>
    public static void Emit(WovenMethod woven) => SynchronousEmitter.Emit(woven, Report);

    /// <summary>Whether a return type is exactly one of the platform's task types; subclasses and other task-likes are ordinary values.</summary>
    public static bool IsTask(TypeReference type) => HookName(TypeShape.WithoutModifiers(type)) is not null;

    private static IReadOnlyList<Instruction> Report(WovenMethod woven, VariableDefinition scope, VariableDefinition? result)
    {
        if (result is null || HookName(result.VariableType) is not { } hook)
        {
            throw new UnsupportedShapeException("it does not return a task");
        }

        MethodReference complete = result.VariableType is GenericInstanceType generic
            ? woven.Core.Scope(hook, generic.GenericArguments[0], [generic.ElementType])
            : woven.Core.Scope(hook, [result.VariableType]);
        return [Instruction.Create(OpCodes.Ldloca, scope), Instruction.Create(OpCodes.Ldloc, result), Instruction.Create(OpCodes.Call, complete)];
    }

    private static string? HookName(TypeReference type)
    {
        TypeReference element = type is GenericInstanceType generic ? generic.ElementType : type;
        if (element.Namespace != TasksNamespace || element.IsNested || element is TypeDefinition)
        {
            return null; // a type of the module itself is not the platform's, whatever its name
        }

        return element.Name switch
        {
            "Task" or "Task`1" => "CompleteTask",
            "ValueTask" or "ValueTask`1" => "CompleteValueTask",
            _ => null,
        };
    }
}
