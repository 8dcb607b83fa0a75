using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// Generates the classes that hold the descriptors of woven methods, one holder a woven type:
/// <code>
/// internal static class MLflow.Tracing.Generated.Shop_Orders        // beforefieldinit, CompilerGenerated
/// {
///     internal static readonly TraceSite s0 = new TraceSite("Find", "UNKNOWN", "Shop.Orders.Find", "id\n", 0);
/// }
/// </code>
/// Strings only: no token and no reference to a woven type, so that no type initialiser of user code runs earlier than without
/// weaving, nothing is rooted for trimming, and nothing is added to user types (3.2 hazard 12, B13, K22-K24).
/// </summary>
internal sealed class DescriptorHolders(ModuleDefinition module, CoreReferences core)
{
    private const string HolderNamespace = "MLflow.Tracing.Generated";

    private readonly Dictionary<TypeDefinition, TypeDefinition> _holders = [];
    private readonly HashSet<string> _names = [];

    /// <summary>Makes a descriptor that is not part of the module yet.</summary>
    public Descriptor Create() => new(new FieldDefinition("s", FieldAttributes.Assembly | FieldAttributes.Static | FieldAttributes.InitOnly, core.TraceSite));

    /// <summary>Adds a descriptor to the holder of a method's type.</summary>
    public void Add(Descriptor descriptor, MethodDefinition method, SiteText text)
    {
        TypeDefinition holder = HolderOf(method.DeclaringType);
        descriptor.Field.Name = "s" + holder.Fields.Count;
        holder.Fields.Add(descriptor.Field);

        var instructions = holder.Methods[0].Body.Instructions;
        Instruction last = instructions[instructions.Count - 1];
        instructions.RemoveAt(instructions.Count - 1);
        instructions.Add(Instruction.Create(OpCodes.Ldstr, text.Name));
        instructions.Add(Instruction.Create(OpCodes.Ldstr, text.SpanType));
        instructions.Add(Instruction.Create(OpCodes.Ldstr, text.Function));
        instructions.Add(Instruction.Create(OpCodes.Ldstr, text.Parameters));
        instructions.Add(Instruction.Create(OpCodes.Ldc_I4, (int)text.Flags));
        instructions.Add(Instruction.Create(OpCodes.Newobj, core.SiteConstructor));
        if (text.SamplingRatio is { } ratio)
        {
            instructions.Add(Instruction.Create(OpCodes.Ldc_R8, ratio));
            instructions.Add(Instruction.Create(OpCodes.Call, core.SiteWithSamplingRatio));
        }

        instructions.Add(Instruction.Create(OpCodes.Stsfld, descriptor.Field));
        instructions.Add(last);
    }

    private TypeDefinition HolderOf(TypeDefinition woven)
    {
        if (!_holders.TryGetValue(woven, out TypeDefinition? holder))
        {
            holder = new TypeDefinition(
                HolderNamespace,
                UniqueName(woven),
                TypeAttributes.NotPublic | TypeAttributes.Sealed | TypeAttributes.Abstract | TypeAttributes.BeforeFieldInit,
                module.TypeSystem.Object);
            holder.CustomAttributes.Add(new CustomAttribute(CompilerGeneratedConstructor()));
            var initializer = new MethodDefinition(
                ".cctor",
                MethodAttributes.Private | MethodAttributes.Static | MethodAttributes.HideBySig | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName,
                module.TypeSystem.Void);
            initializer.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
            holder.Methods.Add(initializer);
            module.Types.Add(holder);
            _holders.Add(woven, holder);
        }

        return holder;
    }

    // Made from the type's name, not numbered through: a holder's name does not change when another type is woven too.
    private string UniqueName(TypeDefinition woven)
    {
        string name = string.Concat(woven.FullName.Select(c => char.IsLetterOrDigit(c) ? c : '_'));
        string unique = name;
        for (int i = 2; !_names.Add(unique); i++)
        {
            unique = name + "_" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return unique;
    }

    private MethodReference CompilerGeneratedConstructor()
    {
        var type = new TypeReference("System.Runtime.CompilerServices", "CompilerGeneratedAttribute", module, module.TypeSystem.CoreLibrary);
        return new MethodReference(".ctor", module.TypeSystem.Void, type) { HasThis = true };
    }
}
