using System.Runtime.CompilerServices;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A property of a class read by a typed delegate: nothing is boxed.</summary>
internal sealed class PropertyMember<TOwner, TMember>(string name, Delegate getter, bool isComputed, bool ignoresNull) : Member(name)
    where TOwner : class
{
    private readonly Func<TOwner, TMember> _getter = (Func<TOwner, TMember>)getter;

    public override bool IsComputed => isComputed;

    public override string? StringOf(object owner) => AsText(_getter(Unsafe.As<TOwner>(owner)));

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
