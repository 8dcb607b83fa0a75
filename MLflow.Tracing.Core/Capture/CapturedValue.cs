using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using MLflow.Tracing.Capture.Media;
using MLflow.Tracing.Capture.Shapes;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Redaction;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Capture;

/// <summary>
/// A value as it was when it was captured: 16 bytes. What cannot change is kept as it is and rendered when somebody asks;
/// what can change is copied if a copy is cheap and exact, else serialised at once.
/// </summary>
/// <remarks>Immutable; may be rendered on any thread.</remarks>
internal readonly struct CapturedValue
{
    /// <summary>Stands for a value that is not to be recorded.</summary>
    public static readonly CapturedValue Redacted = Text(ContentRule.StandIn);

    private static readonly CapturedValue s_null = new(ScalarKind.Null, 0);

    // a ScalarKind: the value is in the bits. A string or any other object: the bits are a PackedBudget.
    private readonly object? _reference;
    private readonly long _bits;

    private CapturedValue(object reference, long bits)
    {
        _reference = reference;
        _bits = bits;
    }

    /// <summary>Whether nothing was recorded.</summary>
    public bool IsEmpty => _reference is null;

    /// <summary>Characters of text it keeps alive, as far as they are text already.</summary>
    public int HeldCharacters => (_reference as string)?.Length ?? (_reference as JsonWithMedia)?.Length ?? 0;

    /// <summary>A text shown as it is, as a JSON string.</summary>
    public static CapturedValue Text(string standIn) => new(standIn, PackedBudget.Unlimited | PackedBudget.Text);

    /// <summary>A value that cannot be looked at, shown as its type's name in angle brackets.</summary>
    public static CapturedValue Opaque(string typeName) => new(typeName, PackedBudget.Unlimited | PackedBudget.TypeName);

    /// <summary>A text that is JSON already.</summary>
    public static CapturedValue Json(string json) => new(json, PackedBudget.Json);

    /// <summary>Captures a value on its caller's thread; nothing when content is not recorded. Never throws. Primitives and strings cost nothing on the heap.</summary>
    /// <param name="value">The value.</param>
    /// <param name="policy">How much of it is recorded.</param>
    /// <param name="holder">Keeps the media in it; <see langword="null"/> leaves media where it is, within the budget of the value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // for each T one branch remains
    public static CapturedValue From<[DynamicallyAccessedMembers(Captured.Members)] T>(T value, CapturePolicy policy, IAttachmentHolder? holder = null)
    {
        if (!policy.RecordsContent)
        {
            return default;
        }

        if (typeof(T) == typeof(int))
        {
            return new(ScalarKind.Signed, Unsafe.As<T, int>(ref value));
        }

        if (typeof(T) == typeof(bool))
        {
            return new(ScalarKind.Boolean, Unsafe.As<T, byte>(ref value));
        }

        if (typeof(T) == typeof(long))
        {
            return new(ScalarKind.Signed, Unsafe.As<T, long>(ref value));
        }

        if (typeof(T) == typeof(double))
        {
            return new(ScalarKind.Double, Unsafe.As<T, long>(ref value));
        }

        if (typeof(T) == typeof(float))
        {
            return new(ScalarKind.Single, BitConverter.DoubleToInt64Bits(Unsafe.As<T, float>(ref value)));
        }

        if (typeof(T) == typeof(char))
        {
            return new(ScalarKind.Character, Unsafe.As<T, char>(ref value));
        }

        if (typeof(T) == typeof(DateTime))
        {
            return new(ScalarKind.Date, Unsafe.As<T, long>(ref value));
        }

        if (typeof(T) == typeof(TimeSpan))
        {
            return new(ScalarKind.Duration, Unsafe.As<T, long>(ref value));
        }

        if (typeof(T) == typeof(byte) || typeof(T) == typeof(sbyte) || typeof(T) == typeof(short)
            || typeof(T) == typeof(ushort) || typeof(T) == typeof(uint))
        {
            return new(ScalarKind.Signed, EnumNumber<T>.Bits(value));
        }

        if (typeof(T) == typeof(ulong))
        {
            return new(ScalarKind.Unsigned, Unsafe.As<T, long>(ref value));
        }

        // boxes nothing but a Nullable<T> that has a value
        return default(T) is null ? FromObject(value, policy, holder) : FromStruct(value, policy, holder);
    }

    /// <summary>Captures a value by its run-time type. Never throws.</summary>
    public static CapturedValue FromObject(object? value, CapturePolicy policy, IAttachmentHolder? holder = null)
    {
        if (!policy.RecordsContent)
        {
            return default;
        }

        if (value is null)
        {
            return s_null;
        }

        if (value is string text && !(holder is not null && policy.ExtractsMedia && MediaText.IsDataUri(text)))
        {
            return text.Length <= policy.MaxCharacters ? new(text, policy.Packed | PackedBudget.Text) : Text(CutText.Of(text, policy.MaxCharacters, text.Length));
        }

        try
        {
            return FromShape(ShapeCatalog.Of(value.GetType()), value, policy, holder);
        }
#pragma warning disable CA1031 // the last resort: a capture that fails must not harm the program; shown and counted
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Failed(value.GetType(), exception, policy);
        }
    }

    /// <summary>Captures what a span of memory holds now: characters as text, scalars as items, of anything else the type and how many.</summary>
    public static CapturedValue FromSpan<T>(ReadOnlySpan<T> span, CapturePolicy policy, IAttachmentHolder? holder = null)
    {
        if (!policy.RecordsContent)
        {
            return default;
        }

        if (typeof(T) == typeof(char))
        {
            var text = span.Slice(0, Math.Min(span.Length, policy.MaxCharacters)).ToString();
            return text.Length < span.Length ? Text(CutText.Of(text, text.Length, span.Length)) : new(text, policy.Packed | PackedBudget.Text);
        }

        if (typeof(T) == typeof(byte) && span.Length <= (holder is not null && policy.ExtractsMedia ? Math.Max(policy.MaxCharacters, policy.MaxAttachmentBytes) : policy.MaxCharacters))
        {
            return From(span.ToArray(), policy, holder);
        }

        var items = ItemsSnapshot<T>.IsPossible ? span.Slice(0, Math.Min(span.Length, policy.MaxItems)).ToArray() : [];
        var mayBeKept = ItemsSnapshot<T>.IsPossible && ItemsSnapshot<T>.HeldCharacters(items, items.Length, policy) <= policy.MaxCharacters;
        return mayBeKept ? new(new ItemsSnapshot<T>(items, span.Length), policy.Packed | PackedBudget.Kept) : Opaque($"Span<{TypeNames.Of(typeof(T))}> of {span.Length}");
    }

    /// <summary>The value as JSON. Never throws; bounded by the policy the value was captured with.</summary>
    public string ToJson()
    {
        if (_reference is string text && PackedBudget.IsJson(_bits))
        {
            return text;
        }

        var walker = ValueWalker.Rent(_bits);
        try
        {
            Render(walker);
            return walker.Text.ToString();
        }
        finally
        {
            walker.Return();
        }
    }

    /// <summary>Appends the value as JSON, as <see cref="ToJson"/>.</summary>
    public void AppendJson(StringBuilder builder)
    {
        if (_reference is string text && PackedBudget.IsJson(_bits))
        {
            builder.Append(text);
            return;
        }

        var walker = ValueWalker.Rent(_bits);
        try
        {
            Render(walker);
            builder.Append(walker.Text.Buffer, 0, walker.Text.Length);
        }
        finally
        {
            walker.Return();
        }
    }

    /// <summary>The same with its media in the keeping of the trace that it turns out to belong to.</summary>
    public CapturedValue HeldBy(IAttachmentHolder holder) => _reference is JsonWithMedia media ? new(media.HeldBy(holder), _bits) : this;

    private static CapturedValue FromStruct<T>(T value, CapturePolicy policy, IAttachmentHolder? holder)
    {
        try
        {
            var shape = ValueShape<T>.Shape;
            return shape.StandIn is { } standIn ? Text(standIn)
                : shape is not EnumShape ? FromShape(shape, value!, policy, holder) // allocates the box: the copy to keep
                : new(EnumNumber<T>.IsUnsignedLong ? ScalarKind.Unsigned : ScalarKind.Signed, EnumNumber<T>.Bits(value));
        }
#pragma warning disable CA1031 // the last resort: a capture that fails must not harm the program; shown and counted
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Failed(typeof(T), exception, policy);
        }
    }

    private static CapturedValue FromShape(Shape shape, object value, CapturePolicy policy, IAttachmentHolder? holder)
    {
        if (shape.StandIn is { } standIn)
        {
            return Text(standIn);
        }

        // a kept value must not hold more text in the export queue than its JSON may have
        if (shape.Moment == CaptureMoment.Now || shape.HeldCharacters(value, policy) > policy.MaxCharacters)
        {
            return Serialise(shape, value, policy, holder);
        }

        var kept = shape.Moment == CaptureMoment.Copy ? shape.Snapshot(value, policy) : value;
        return kept is null ? Serialise(shape, value, policy, holder) : new(kept, policy.Packed | PackedBudget.Kept);
    }

    private static CapturedValue Serialise(Shape shape, object value, CapturePolicy policy, IAttachmentHolder? holder)
    {
        // code of the program, called by a capture, asks for a capture
        if (CaptureReentrancy.IsCapturing)
        {
            return Text($"<{TypeNames.Of(shape.Type)}: not captured inside a capture>");
        }

        var walker = ValueWalker.Rent(policy, holder);
        try
        {
            walker.WriteShaped(shape, value);
            var json = walker.Text.ToString();
            return walker.Media.Marks is { Length: > 0 } marks ? new(new JsonWithMedia(json, marks), policy.Packed | PackedBudget.Kept) : Json(json);
        }
        finally
        {
            walker.Return();
        }
    }

    private static CapturedValue Failed(Type type, Exception exception, CapturePolicy policy)
    {
        policy.Diagnostics.Report(CaptureComplaints.Failed(TypeNames.Of(type)), exception);
        return Text($"<error: {TypeNames.Of(exception.GetType())}>");
    }

    private void Render(ValueWalker walker)
    {
        switch (_reference)
        {
            case null:
                walker.Text.Append("null");
                break;
            case ScalarKind kind:
                kind.Write(walker.Text, _bits);
                break;
            case string typeName when PackedBudget.IsTypeName(_bits):
                walker.WriteStandIn($"<{typeName}>");
                break;
            case ICapturedCopy copy:
                copy.Write(walker);
                break;
            default:
                walker.WriteObject(_reference);
                break;
        }
    }
}
