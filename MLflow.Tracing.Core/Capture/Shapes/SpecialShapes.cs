using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.Serialization;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>An exception that is a value: type, message and stack trace, not its many getters.</summary>
internal sealed class ExceptionShape(Type type) : Shape(type)
{
    private const int LongestStackTrace = 8_000;

    public override void Write(ValueWalker walker, object value)
    {
        var exception = (Exception)value;
        walker.Text.Append('{');
        walker.WriteKey("type", isFirst: true);
        walker.WriteString(Type.FullName ?? Type.Name);
        walker.WriteKey("message", isFirst: false);
        walker.WriteString(exception.Message);
        walker.WriteKey("stackTrace", isFirst: false);
        if (exception.StackTrace is { } stackTrace)
        {
            walker.Text.AppendString(stackTrace.AsSpan(), Math.Min(walker.Limit, walker.Text.Length + LongestStackTrace));
        }
        else
        {
            walker.Text.Append("null");
        }

        walker.Text.Append('}');
    }
}

/// <summary>A task: its status, never its result, which might block.</summary>
internal sealed class TaskShape(Type type) : Shape(type)
{
    private readonly string _name = NameOf(type);

    public override bool IsContainer => false;

    public override void Write(ValueWalker walker, object value) => walker.WriteStandIn($"<{_name}: {((Task)value).Status}>");

    // what the compiler derives from Task<T> for an async method is still a Task<T> to its reader
    private static string NameOf(Type type)
    {
        for (Type? current = type; current is not null; current = current.BaseType)
        {
            if (current == typeof(Task) || (current.IsGenericType && current.GetGenericTypeDefinition() == typeof(Task<>)))
            {
                return TypeNames.Of(current) is "Task<VoidTaskResult>" ? "Task" : TypeNames.Of(current);
            }
        }

        return TypeNames.Of(type);
    }
}

/// <summary>A <see cref="Lazy{T}"/>: its value if it exists, since asking for it would make it.</summary>
internal sealed class LazyShape : Shape
{
    private readonly PropertyInfo? _isCreated;
    private readonly PropertyInfo? _value;

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Kept by the dependency below; without them the value is a stand-in.")]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(Lazy<>))]
    public LazyShape(Type type)
        : base(type)
    {
        _isCreated = type.GetProperty("IsValueCreated");
        _value = type.GetProperty("Value");
    }

    public override void Write(ValueWalker walker, object value)
    {
        if (_isCreated?.GetValue(value) is true && _value is not null)
        {
            walker.WriteObject(_value.GetValue(value));
        }
        else
        {
            walker.WriteStandIn($"<{TypeNames.Of(Type)}: not created>");
        }
    }
}

/// <summary>Bytes, as base64.</summary>
internal sealed class BytesShape(Type type) : Shape(type)
{
    public override void Write(ValueWalker walker, object value) => Write(walker, (byte[])value);

    public static void Write(ValueWalker walker, ReadOnlySpan<byte> bytes)
    {
        // four characters for three bytes
        var room = Math.Max(walker.Limit - walker.Text.Length, 0) / 4 * 3;
        var kept = Math.Min(bytes.Length, Math.Max(room, 3));
        walker.Text.Append('"');
        walker.Text.Append(Convert.ToBase64String(bytes.Slice(0, kept).ToArray()));
        if (kept < bytes.Length)
        {
            walker.Text.Append("… (+");
            walker.Text.AppendFormatted(bytes.Length - kept);
            walker.Text.Append(" bytes)");
        }

        walker.Text.Append('"');
    }
}

/// <summary>A value that converts itself to a number, a date or a string.</summary>
internal sealed class ConvertibleShape(Type type) : Shape(type)
{
    public override void Write(ValueWalker walker, object value)
    {
        var code = ((IConvertible)value).GetTypeCode();
        if (code is TypeCode.Empty or TypeCode.DBNull)
        {
            walker.Text.Append("null");
        }
        else if (code == TypeCode.Object)
        {
            walker.WriteString(((IConvertible)value).ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            walker.WriteObject(Convert.ChangeType(value, code, CultureInfo.InvariantCulture));
        }
    }
}

/// <summary>A type that says itself what is to be serialised.</summary>
internal sealed class SerializableShape(Type type) : Shape(type)
{
#pragma warning disable SYSLIB0050, SYSLIB0051 // Newtonsoft.Json defines how a value looks, and it asks ISerializable
    public override void Write(ValueWalker walker, object value)
    {
        var info = new SerializationInfo(Type, new FormatterConverter());
        ((ISerializable)value).GetObjectData(info, new StreamingContext(StreamingContextStates.All));
#pragma warning restore SYSLIB0050, SYSLIB0051
        walker.Text.Append('{');
        var written = 0;
        foreach (var entry in info)
        {
            if (written >= walker.MaxItems || walker.IsExhausted)
            {
                walker.WriteMoreEntries(written, info.MemberCount, "members");
                break;
            }

            walker.WriteKey(entry.Name, isFirst: written++ == 0);
            walker.WriteObject(entry.Value);
        }

        walker.Text.Append('}');
    }
}
