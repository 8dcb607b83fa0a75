using MLflow.Tracing.Capture.Media;
using MLflow.Tracing.Complaints;
using Newtonsoft.Json.Serialization;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>An object written member by member.</summary>
internal sealed class ObjectShape : Shape
{
    private readonly Member[] _members;
    private readonly ExtensionDataGetter? _extensionData;
    private readonly FlatSnapshot _flat;

    public ObjectShape(JsonObjectContract contract)
        : base(contract.UnderlyingType)
    {
        var plan = MemberPlan.Of(contract);
        _members = plan.Members;
        _extensionData = contract.ExtensionDataGetter;
        _flat = FlatSnapshot.Of(Type, plan, _extensionData is not null);
    }

    public override CaptureMoment Moment => _flat.Moment;

    public override long HeldCharacters(object value, CapturePolicy policy)
    {
        long characters = 0;
        foreach (var member in _flat.Strings)
        {
            characters += MediaText.HeldCharacters(member.StringOf(value), policy, member.Name);
        }

        return characters;
    }

    public override object Snapshot(object value, CapturePolicy policy) => FlatSnapshot.CloneOf(value);

    public override void Write(ValueWalker walker, object value)
    {
        walker.Text.Append('{');
        var written = 0;
        var i = 0;
        for (; i < _members.Length && written < walker.MaxItems && !walker.IsExhausted; i++)
        {
            if (WriteMember(walker, _members[i], value, isFirst: written == 0))
            {
                written++;
            }
        }

        if (i < _members.Length)
        {
            walker.WriteMoreEntries(written, written + _members.Length - i, "members");
        }
        else if (_extensionData is not null)
        {
            WriteExtensionData(walker, value, written);
        }

        walker.Text.Append('}');
    }

    private bool WriteMember(ValueWalker walker, Member member, object owner, bool isFirst)
    {
        if (member.IsComputed)
        {
            walker.ExpectSlowness();
        }

        try
        {
            return member.Write(walker, owner, isFirst);
        }
#pragma warning disable CA1031 // a getter of the program may throw anything; it is shown and counted
        catch (Exception exception)
#pragma warning restore CA1031
        {
            member.WriteName(walker, isFirst);
            walker.WriteError(exception, CaptureComplaints.GetterThrew($"{TypeNames.Of(Type)}.{member.Name}", exception.GetType().Name));
            return true;
        }
    }

    private void WriteExtensionData(ValueWalker walker, object owner, int written)
    {
        if (_extensionData!(owner) is not { } entries)
        {
            return;
        }

        foreach (var entry in entries)
        {
            if (written >= walker.MaxItems || walker.IsExhausted)
            {
                walker.WriteMoreEntries(written, count: null, "members");
                return;
            }

            walker.WriteKey(DictionaryKeys.TextOf(entry.Key), isFirst: written++ == 0);
            walker.WriteObject(entry.Value);
        }
    }
}
