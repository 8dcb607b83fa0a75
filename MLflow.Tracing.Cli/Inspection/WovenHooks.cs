using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using ICSharpCode.Decompiler.Disassembler;
using MLflow.Tracing.Weaver.Selection;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Cli.Inspection;

/// <summary>The calls of the tracing library in the code of an assembly, by the descriptor that a method hands to them. They tell how it is woven.</summary>
internal sealed class WovenHooks
{
    // MethodImplOptions.Async, which this platform has no name for.
    private const MethodImplAttributes RuntimeAsync = (MethodImplAttributes)0x2000;

    private static readonly string s_namespace = typeof(TraceSite).Namespace!;

    private readonly MetadataReader _metadata;
    private readonly HashSet<FieldDefinitionHandle> _descriptors;
    private readonly Dictionary<EntityHandle, WeavingStrategy> _hooks = [];
    private readonly Dictionary<FieldDefinitionHandle, WeavingStrategy> _strategies = [];

    /// <param name="file">The assembly.</param>
    /// <param name="metadata">Its metadata.</param>
    /// <param name="descriptors">The fields with descriptors.</param>
    public WovenHooks(PEReader file, MetadataReader metadata, IEnumerable<FieldDefinitionHandle> descriptors)
    {
        _metadata = metadata;
        _descriptors = [.. descriptors];
        FindHooks();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress != 0)
            {
                Read(file.GetMethodBody(method.RelativeVirtualAddress).GetILReader(), (method.ImplAttributes & RuntimeAsync) != 0);
            }
        }
    }

    /// <summary>How the method of a descriptor is woven; <see langword="null"/> when no code uses it.</summary>
    public WeavingStrategy? StrategyOf(FieldDefinitionHandle descriptor) => _strategies.TryGetValue(descriptor, out var strategy) ? strategy : null;

    /// <summary>The type that a member belongs to, if it is one that woven code uses; else <see langword="null"/>.</summary>
    public static string? TypeOf(MetadataReader metadata, MemberReferenceHandle member)
        => metadata.GetMemberReference(member).Parent is { Kind: HandleKind.TypeReference } parent
           && metadata.GetTypeReference((TypeReferenceHandle)parent) is var type && metadata.StringComparer.Equals(type.Namespace, s_namespace)
            ? metadata.GetString(type.Name)
            : null;

    private void FindHooks()
    {
        foreach (var handle in _metadata.MemberReferences)
        {
            if (Strategy(TypeOf(_metadata, handle), _metadata.GetString(_metadata.GetMemberReference(handle).Name)) is { } strategy)
            {
                _hooks[handle] = strategy;
            }
        }

        for (var row = 1; row <= _metadata.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            var handle = MetadataTokens.MethodSpecificationHandle(row);
            if (_hooks.TryGetValue(_metadata.GetMethodSpecification(handle).Method, out var strategy))
            {
                _hooks[handle] = strategy;
            }
        }
    }

    // What a call says about the method around it, the more particular the later in the order of the enumeration.
    private static WeavingStrategy? Strategy(string? type, string member) => (type, member) switch
    {
        (nameof(TraceScope), "CompleteTask" or "CompleteValueTask") => WeavingStrategy.TaskReturning,
        (nameof(TraceScope), _) => WeavingStrategy.Synchronous,
        (nameof(AsyncCall), _) => WeavingStrategy.AsyncStateMachine,
        (nameof(Iteration), _) => WeavingStrategy.Iterator,
        _ => null,
    };

    private void Read(BlobReader code, bool isRuntimeAsync)
    {
        FieldDefinitionHandle descriptor = default;
        WeavingStrategy? strategy = null;
        while (code.RemainingBytes > 0)
        {
            var instruction = code.DecodeOpCode();
            switch (instruction)
            {
                case ILOpCode.Ldsfld:
                    var field = DescriptorAt(Operand(ref code));
                    descriptor = descriptor.IsNil ? field : descriptor;
                    break;
                case ILOpCode.Call:
                    strategy = MoreParticular(strategy, Operand(ref code));
                    break;
                default:
                    code.SkipOperand(instruction);
                    break;
            }
        }

        if (!descriptor.IsNil && strategy is { } told)
        {
            _strategies[descriptor] = isRuntimeAsync ? WeavingStrategy.RuntimeAsync : told;
        }
    }

    private FieldDefinitionHandle DescriptorAt(EntityHandle field)
        => field.Kind == HandleKind.FieldDefinition && _descriptors.Contains((FieldDefinitionHandle)field) ? (FieldDefinitionHandle)field : default;

    private WeavingStrategy? MoreParticular(WeavingStrategy? known, EntityHandle called)
        => _hooks.TryGetValue(called, out var found) && !(known > found) ? found : known;

    private static EntityHandle Operand(ref BlobReader code) => MetadataTokens.EntityHandle(code.ReadInt32());
}
