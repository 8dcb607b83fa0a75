using System.Runtime.CompilerServices;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A property of a struct in a box.</summary>
internal sealed class StructPropertyMember<TOwner, TMember>(string name, Delegate getter, bool isComputed, bool ignoresNull) : Member(name)
    where TOwner : struct
{
    private readonly StructGetter<TOwner, TMember> _getter = (StructGetter<TOwner, TMember>)getter;

    public override bool IsComputed => isComputed;

    public override string? StringOf(object owner) => AsText(_getter(ref Unsafe.Unbox<TOwner>(owner)));

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
