using System.Runtime.CompilerServices;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>One member of an object as its contract wants it written.</summary>
internal abstract class Member
{
    private readonly string _first;
    private readonly string _next;

    protected Member(string name)
    {
        var text = new JsonBuffer();
        text.AppendString(name.AsSpan());
        Name = name;
        _first = text + ":";
        _next = "," + _first;
    }

    public string Name { get; }

    /// <summary>Whether reading it may run more than a field's read.</summary>
    public virtual bool IsComputed => false;

    /// <summary>The string it holds, for members of type string.</summary>
    public virtual string? StringOf(object owner) => null;

    /// <summary>Writes key and value, or nothing. What the program's getter throws comes out before anything is written.</summary>
    /// <returns>Whether something was written.</returns>
    public abstract bool Write(ValueWalker walker, object owner, bool isFirst);

    public void WriteName(ValueWalker walker, bool isFirst) => walker.Text.Append(isFirst ? _first : _next);
}

/// <summary>A property of a class read by a typed delegate: nothing is boxed.</summary>
internal sealed class PropertyMember<TOwner, TMember>(string name, Delegate getter, bool isComputed, bool ignoresNull) : Member(name)
    where TOwner : class
{
    private readonly Func<TOwner, TMember> _getter = (Func<TOwner, TMember>)getter;

    public override bool IsComputed => isComputed;

    public override string? StringOf(object owner) => _getter(Unsafe.As<TOwner>(owner)) as string;

    public override bool Write(ValueWalker walker, object owner, bool isFirst)
    {
        var value = _getter(Unsafe.As<TOwner>(owner));
        if (ignoresNull && value is null)
        {
            return false;
        }

        WriteName(walker, isFirst);
        walker.Write(value);
        return true;
    }
}

internal delegate TMember StructGetter<TOwner, out TMember>(ref TOwner owner)
    where TOwner : struct;

/// <summary>A property of a struct in a box.</summary>
internal sealed class StructPropertyMember<TOwner, TMember>(string name, Delegate getter, bool isComputed, bool ignoresNull) : Member(name)
    where TOwner : struct
{
    private readonly StructGetter<TOwner, TMember> _getter = (StructGetter<TOwner, TMember>)getter;

    public override bool IsComputed => isComputed;

    public override string? StringOf(object owner) => _getter(ref Unsafe.Unbox<TOwner>(owner)) as string;

    public override bool Write(ValueWalker walker, object owner, bool isFirst)
    {
        // a copy: a getter that changes its struct must not change the value that was captured
        var copy = (TOwner)owner;
        var value = _getter(ref copy);
        if (ignoresNull && value is null)
        {
            return false;
        }

        WriteName(walker, isFirst);
        walker.Write(value);
        return true;
    }
}

/// <summary>A member read through reflection or a compiled expression: fields, and what the typed delegates cannot reach.</summary>
internal sealed class BoxedMember(string name, MemberAccess access, bool ignoresNull) : Member(name)
{
    public override bool IsComputed => access.Property is not null;

    public override string? StringOf(object owner) => access.GetValue(owner) as string;

    public override bool Write(ValueWalker walker, object owner, bool isFirst)
    {
        var value = access.GetValue(owner);
        if (ignoresNull && value is null)
        {
            return false;
        }

        WriteName(walker, isFirst);
        walker.WriteObject(value);
        return true;
    }
}

/// <summary>A member marked with <see cref="RedactAttribute"/>: its getter is not called.</summary>
internal sealed class RedactedMember(string name) : Member(name)
{
    public override bool Write(ValueWalker walker, object owner, bool isFirst)
    {
        WriteName(walker, isFirst);
        walker.WriteStandIn("[redacted]");
        return true;
    }
}

/// <summary>A member whose contract asks questions first, or has a converter.</summary>
internal sealed class ConditionalMember(string name, MemberConditions conditions, ConverterShape? converter, ConverterShape? itemConverter) : Member(name)
{
    public override bool IsComputed => true;

    public override bool Write(ValueWalker walker, object owner, bool isFirst)
    {
        if (!conditions.TryRead(owner, out var value))
        {
            return false;
        }

        WriteName(walker, isFirst);
        if (value is not null && converter is not null)
        {
            walker.WriteShaped(converter, value);
        }
        else if (value is not null && itemConverter is not null)
        {
            walker.WriteWithItemConverter(itemConverter, value);
        }
        else
        {
            walker.WriteObject(value);
        }

        return true;
    }
}
