using System.Collections.Generic;
using System.Linq;
using Fody;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Neighbour;

/// <summary>
/// Does what weavers do: a class of its own, a field in each type, and around each method a try and a finally that count its calls.
/// State machines and what a compiler or a weaver marked as its own are left alone.
/// </summary>
public sealed class ModuleWeaver : BaseModuleWeaver
{
    public override IEnumerable<string> GetAssembliesForScanning() => [];

    public override void Execute()
    {
        foreach (TypeDefinition type in ModuleDefinition.GetTypes().Where(IsWritten).ToList())
        {
            var calls = new FieldDefinition("<Neighbour>calls", FieldAttributes.Private | FieldAttributes.Static, TypeSystem.Int32Reference);
            type.Fields.Add(calls);
            foreach (MethodDefinition method in type.Methods.Where(m => m.HasBody && !m.IsConstructor))
            {
                Wrap(method, calls);
            }
        }

        ModuleDefinition.Types.Add(new TypeDefinition("Neighbour", "WasHere", TypeAttributes.Class | TypeAttributes.NotPublic | TypeAttributes.Abstract | TypeAttributes.Sealed, TypeSystem.ObjectReference));
    }

    private static bool IsWritten(TypeDefinition type)
        => !type.IsInterface && !type.HasGenericParameters && type.Name[0] != '<'
            && !type.CustomAttributes.Any(a => a.AttributeType.Name == "CompilerGeneratedAttribute");

    private static void Wrap(MethodDefinition method, FieldReference calls)
    {
        MethodBody body = method.Body;
        body.SimplifyMacros();
        Instruction first = body.Instructions[0];
        bool returns = method.ReturnType.MetadataType != MetadataType.Void;
        var result = new VariableDefinition(method.ReturnType);
        if (returns)
        {
            body.Variables.Add(result);
        }

        Instruction load = returns ? Instruction.Create(OpCodes.Ldloc, result) : Instruction.Create(OpCodes.Nop);
        foreach (Instruction exit in body.Instructions.Where(i => i.OpCode == OpCodes.Ret).ToList())
        {
            exit.OpCode = returns ? OpCodes.Stloc : OpCodes.Leave;
            exit.Operand = returns ? result : load;
            if (returns)
            {
                body.Instructions.Insert(body.Instructions.IndexOf(exit) + 1, Instruction.Create(OpCodes.Leave, load));
            }
        }

        Instruction start = Instruction.Create(OpCodes.Ldsfld, calls);
        // A handler may be the last thing in a method that never returns; what is appended must not become part of it.
        foreach (ExceptionHandler handler in body.ExceptionHandlers.Where(h => h.HandlerEnd is null))
        {
            handler.HandlerEnd = start;
        }

        body.Instructions.Add(start);
        body.Instructions.Add(Instruction.Create(OpCodes.Ldc_I4_1));
        body.Instructions.Add(Instruction.Create(OpCodes.Add));
        body.Instructions.Add(Instruction.Create(OpCodes.Stsfld, calls));
        body.Instructions.Add(Instruction.Create(OpCodes.Endfinally));
        body.Instructions.Add(load);
        body.Instructions.Add(Instruction.Create(OpCodes.Ret));
        body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Finally) { TryStart = first, TryEnd = start, HandlerStart = start, HandlerEnd = load });
        body.InitLocals = true;
        body.OptimizeMacros();
    }
}
