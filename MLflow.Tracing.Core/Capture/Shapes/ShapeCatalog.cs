using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>Which shape a type has: found out once a type, kept for the life of the process (as Newtonsoft keeps its contracts).</summary>
internal static class ShapeCatalog
{
    private const int RecentSlots = 256;

    private static readonly ConcurrentDictionary<Type, Shape> s_shapes = new(KnownShapes());

    // a few types are nearly all there are; a slot is written without a lock, and checked when it is read
    private static readonly Shape?[] s_recent = new Shape?[RecentSlots];

    public static Shape Of(Type type)
    {
        var slot = RuntimeHelpers.GetHashCode(type) & (RecentSlots - 1);
        var recent = s_recent[slot];
        return recent is not null && recent.Type == type ? recent : Find(type, slot);
    }

    /// <summary>Whether values of the type are immutable, small, and need no code of the program to be written.</summary>
    public static bool IsImmutableScalar(Type type)
        => type == typeof(Uri) || type == typeof(Version) || (type.IsValueType && Of(type) is EnumShape or { Moment: CaptureMoment.Keep, IsContainer: false });

    private static Shape Find(Type type, int slot)
        => s_recent[slot] = s_shapes.TryGetValue(type, out var shape) ? shape : Add(type);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Shape Add(Type type)
    {
        // attributes, type converters and contracts of the program run here
        var outer = CaptureReentrancy.Enter();
        try
        {
            return s_shapes.GetOrAdd(type, Create);
        }
        finally
        {
            CaptureReentrancy.Exit(outer);
            ValueWalker.Current?.RestartClock();
        }
    }

    private static Shape Create(Type type)
    {
        try
        {
            return CreateSpecial(type) ?? CreateFromContract(type);
        }
#pragma warning disable CA1031 // attributes of the program may be wrong in any way; the value becomes a stand-in that says so
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new FailedShape(type, exception);
        }
    }

    private static Shape? CreateSpecial(Type type)
    {
        if (typeof(Type).IsAssignableFrom(type))
        {
            return new TextShape(type, static value => ((Type)value).FullName ?? ((Type)value).Name);
        }

        if (typeof(Task).IsAssignableFrom(type))
        {
            return new TaskShape(type);
        }

#if !NETSTANDARD2_0
        if (type == typeof(Utf8Json))
        {
            return new Utf8JsonShape();
        }
#endif

        if (DenyList.StandInOf(type) is { } standIn)
        {
            return new StandInShape(type, standIn);
        }

        if (typeof(Exception).IsAssignableFrom(type))
        {
            return new ExceptionShape(type);
        }

        if (typeof(JToken).IsAssignableFrom(type))
        {
            return new LinqShape(type);
        }

        if (typeof(Uri).IsAssignableFrom(type))
        {
            return new TextShape(type, static value => ((Uri)value).OriginalString);
        }

        return (type.IsGenericType ? CreateGeneric(type, type.GetGenericTypeDefinition()) : null) ?? CreateTextJson(type);
    }

    private static Shape? CreateGeneric(Type type, Type definition)
    {
        if (definition == typeof(Lazy<>))
        {
            return new LazyShape(type);
        }

        if (definition != typeof(Memory<>) && definition != typeof(ReadOnlyMemory<>))
        {
            return null;
        }

        var item = type.GetGenericArguments()[0];
        return item == typeof(byte) ? new MemoryShape<byte>(type)
            : item == typeof(char) ? new MemoryShape<char>(type)
            : Make(typeof(MemoryShape<>), item, type) ?? new StandInShape(type, $"<{TypeNames.Of(type)}>");
    }

    private static Shape? CreateTextJson(Type type)
    {
        if (type.FullName == "System.BinaryData")
        {
            return new BinaryDataShape(type);
        }

#if NETSTANDARD2_0
        for (Type? current = type; current is not null; current = current.BaseType)
        {
            if (current.FullName is "System.Text.Json.JsonElement" or "System.Text.Json.JsonDocument" or "System.Text.Json.Nodes.JsonNode")
            {
                return new TextJsonByName(type);
            }
        }

        return null;
#else
        return type == typeof(System.Text.Json.JsonElement) || type == typeof(System.Text.Json.JsonDocument) ? new JsonElementShape(type)
            : typeof(System.Text.Json.Nodes.JsonNode).IsAssignableFrom(type) ? new JsonNodeShape(type)
            : null;
#endif
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Members that were trimmed away are recorded as trimmed, see TrimmedShape.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Values are read by reflection where dynamic code is not supported, see MemberAccess.")]
    private static Shape CreateFromContract(Type type)
    {
        var contract = CaptureContractResolver.Instance.ResolveContract(type);
        var converter = contract.Converter ?? NewtonsoftConverters.BuiltInFor(type);
        if (ConverterShape.TryCreate(type, converter) is { } converted)
        {
            return converted;
        }

        return contract switch
        {
            JsonStringContract => new TextShape(type, static value => StringConversion.TryConvert(value) ?? value.ToString(), CaptureMoment.Now),
            JsonPrimitiveContract => CreatePrimitive(type),
            JsonObjectContract members => members.Properties.Count == 0 && TrimmedShape.IsTrimmed(type) ? new TrimmedShape(type) : new ObjectShape(members),
            JsonDictionaryContract dictionary => CreateDictionary(type, dictionary),
            JsonArrayContract array => CreateCollection(type, array),
            JsonISerializableContract => new SerializableShape(type),
            _ => new StandInShape(type, $"<{TypeNames.Of(type)}>"), // dynamic objects: every name is a call into the program
        };
    }

    private static Shape CreatePrimitive(Type type)
        => type.IsEnum ? new EnumShape(type)
            : type == typeof(byte[]) ? new BytesShape(type)
            : type == typeof(DBNull) ? new NullShape(type)
            : new ConvertibleShape(type);

    private static Shape CreateDictionary(Type type, JsonDictionaryContract contract)
    {
        var values = ConverterShape.TryCreate(contract.DictionaryValueType ?? typeof(object), contract.ItemConverter);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>) && type.GetGenericArguments()[0] == typeof(string)
            && Make(typeof(StringDictionaryShape<>), type.GetGenericArguments()[1], values) is { } typed)
        {
            return typed;
        }

        var generic = CollectionKinds.Interface(type, typeof(IDictionary<,>)) ?? CollectionKinds.Interface(type, typeof(IReadOnlyDictionary<,>));
        return typeof(IDictionary).IsAssignableFrom(type) ? new UntypedDictionaryShape(type, values)
            : generic is not null ? new PairsShape(type, generic, values)
            : new StandInShape(type, $"<{TypeNames.Of(type)}>");
    }

    private static Shape CreateCollection(Type type, JsonArrayContract contract)
    {
        var items = ConverterShape.TryCreate(contract.CollectionItemType ?? typeof(object), contract.ItemConverter);
        if (type.IsArray)
        {
            var item = type.GetElementType()!;
            return contract.IsMultidimensionalArray ? new MultidimensionalArrayShape(type)
                : Make(typeof(ArrayShape<>), item, items) ?? new EnumerableShape(type, items);
        }

        if (!CollectionKinds.IsMaterialised(type))
        {
            return new StandInShape(type, CollectionKinds.NotEnumerated(type));
        }

        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>)
            && Make(typeof(ListShape<>), type.GetGenericArguments()[0], items) is { } list
                ? list
                : new EnumerableShape(type, items);
    }

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Only where dynamic code is supported.")]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The shapes ask nothing of their arguments.")]
    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "Each definition has one constructor, used by the typeof given here.")]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Each definition has one constructor, used by the typeof given here.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "Each definition has one constructor, used by the typeof given here.")]
    private static Shape? Make([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type definition, Type item, object? argument)
        => RuntimeSupport.IsDynamicCodeSupported && !item.IsPointer
            ? (Shape)Activator.CreateInstance(definition.MakeGenericType(item), argument)!
            : null;

    private static Dictionary<Type, Shape> KnownShapes()
    {
        Shape[] shapes =
        [
            new ScalarShape<bool>(), new ScalarShape<char>(), new ScalarShape<sbyte>(), new ScalarShape<byte>(), new ScalarShape<short>(),
            new ScalarShape<ushort>(), new ScalarShape<int>(), new ScalarShape<uint>(), new ScalarShape<long>(), new ScalarShape<ulong>(),
            new ScalarShape<float>(), new ScalarShape<double>(), new ScalarShape<decimal>(), new ScalarShape<DateTime>(),
            new ScalarShape<DateTimeOffset>(), new ScalarShape<TimeSpan>(), new ScalarShape<Guid>(), new ScalarShape<BigInteger>(),
#if !NETSTANDARD2_0
            new ScalarShape<DateOnly>(), new ScalarShape<TimeOnly>(),
#endif
            new AttachmentShape(),
            new TextShape(typeof(Version), static value => value.ToString()),
            new TextShape(typeof(string), static value => (string)value),
        ];
        return shapes.ToDictionary(static shape => shape.Type);
    }
}
