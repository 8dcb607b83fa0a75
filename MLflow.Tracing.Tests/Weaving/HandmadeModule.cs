using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>A module written instruction by instruction, for what compilers do not emit.</summary>
internal sealed class HandmadeModule : IDisposable
{
    private readonly TypeDefinition _type;
    private WovenFixture? _woven;

    public HandmadeModule()
    {
        Module = ModuleDefinition.CreateModule("Handmade", new ModuleParameters
        {
            Kind = ModuleKind.Dll,
            Runtime = TargetRuntime.Net_4_0,
            AssemblyResolver = WovenFixture.Resolver(typeof(HandmadeModule).Assembly.Location),
        });
        var runtime = new AssemblyNameReference("System.Runtime", typeof(object).Assembly.GetName().Version);
        runtime.PublicKeyToken = [0xb0, 0x3f, 0x5f, 0x7f, 0x11, 0xd5, 0x0a, 0x3a];
        Module.AssemblyReferences.Add(runtime);
        _type = new TypeDefinition("Handmade", "Shapes", Mono.Cecil.TypeAttributes.Public | Mono.Cecil.TypeAttributes.Class, Module.TypeSystem.Object);
        Module.Types.Add(_type);
    }

    public ModuleDefinition Module { get; }

    public WovenFixture Woven => _woven ?? throw new InvalidOperationException("not woven yet");

    /// <summary>Adds a public static method.</summary>
    public MethodDefinition Add(string name, TypeReference result, params TypeReference[] parameters)
    {
        var method = new MethodDefinition(name, Mono.Cecil.MethodAttributes.Public | Mono.Cecil.MethodAttributes.Static, result);
        foreach (TypeReference parameter in parameters)
        {
            method.Parameters.Add(new ParameterDefinition("p" + method.Parameters.Count, Mono.Cecil.ParameterAttributes.None, parameter));
        }

        _type.Methods.Add(method);
        return method;
    }

    /// <summary>Writes a body.</summary>
    public static void Emit(MethodDefinition method, params Instruction[] code)
    {
        foreach (Instruction instruction in code)
        {
            method.Body.Instructions.Add(instruction);
        }
    }

    /// <summary>A type of the core library.</summary>
    public TypeReference Platform(string ns, string name, bool isValueType = false)
        => new(ns, name, Module, Module.TypeSystem.CoreLibrary, isValueType);

    /// <summary>Weaves all methods and loads the result.</summary>
    public Type WeaveAndLoad(bool isExplicit = false)
    {
        _woven = WovenFixture.Weave(Module, isExplicit: isExplicit);
        return FixtureContext.Load(_woven.Path).GetType("Handmade.Shapes", throwOnError: true)!;
    }

    /// <summary>Calls a method; its exceptions come through as they are.</summary>
    public static object? Call(Type type, string name, params object?[] arguments)
        => type.GetMethod(name)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    public void Dispose() => Module.Dispose();
}
