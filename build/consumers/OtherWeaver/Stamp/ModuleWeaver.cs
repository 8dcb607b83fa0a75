using System.Collections.Generic;
using Fody;
using Mono.Cecil;

/// <summary>Gives the program a class named Stamped.</summary>
public class ModuleWeaver : BaseModuleWeaver
{
    public override void Execute() => ModuleDefinition.Types.Add(new TypeDefinition("Shop", "Stamped", TypeAttributes.Public, TypeSystem.ObjectReference));

    public override IEnumerable<string> GetAssembliesForScanning() => new[] { "netstandard", "mscorlib" };
}
