namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A member read through reflection or a compiled expression: fields, and what the typed delegates cannot reach.</summary>
internal sealed class BoxedMember(string name, MemberAccess access, bool ignoresNull) : Member(name)
{
    public override bool IsComputed => access.Property is not null;

    public override string? StringOf(object owner) => AsText(access.GetValue(owner));

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
