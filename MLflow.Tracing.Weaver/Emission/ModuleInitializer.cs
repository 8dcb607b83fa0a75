using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>The code that runs before anything else of a module, its entry point included: ECMA-335, II.10.5.3, and the same for the type of the module.</summary>
internal static class ModuleInitializer
{
    /// <summary>Has it call a static method without parameters first.</summary>
    public static void Begin(ModuleDefinition module, MethodReference call)
    {
        var type = module.Types[0];
        if (type.Methods.FirstOrDefault(static method => method.IsConstructor && method.IsStatic) is not { } initializer)
        {
            const MethodAttributes Attributes = MethodAttributes.Private | MethodAttributes.HideBySig | MethodAttributes.Static | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName;
            initializer = new MethodDefinition(".cctor", Attributes, module.TypeSystem.Void);
            initializer.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
            type.Methods.Add(initializer);
        }

        initializer.Body.Instructions.Insert(0, Instruction.Create(OpCodes.Call, call));
        initializer.Body.MaxStackSize = Math.Max(initializer.Body.MaxStackSize, 1);
    }
}
