using System.Text.Json;

namespace MLflow.Tracing.Http.Streaming;

/// <summary>
/// JSON that arrives in pieces: each piece repeats, adds to, or replaces what came before, as <see cref="GrowthRules"/> say for the names of its members.
/// Text that is added to is kept in one buffer, so that a piece costs no allocation.
/// </summary>
internal sealed class GrowingJson(AnswerState answer)
{
    private List<Member>? _members;
    private List<GrowingJson>? _elements;
    private GrowingText? _text;
    private byte[]? _raw;
    private long? _index;

    private bool IsNothing => _members is null && _elements is null && _text is null && (_raw is null || _raw.AsSpan().SequenceEqual("null"u8));

    /// <summary>The member of that name, which is made if there is none.</summary>
    public GrowingJson this[ReadOnlySpan<byte> name]
    {
        get
        {
            if (Find(name) is { } known)
            {
                return known;
            }

            BecomeObject();
            return AddMember(name.ToArray());
        }
    }

    /// <summary>Becomes a value that does not grow.</summary>
    /// <param name="json">A whole JSON value.</param>
    public void Replace(ReadOnlySpan<byte> json)
    {
        if (_raw is not null && json.SequenceEqual(_raw))
        {
            return;
        }

        if (answer.HasRoomForValue(json.Length - (_raw?.Length ?? 0)))
        {
            var raw = json.ToArray();
            Clear();
            _raw = raw;
        }
    }

    /// <summary>Becomes a text, or adds to the text that it is.</summary>
    /// <param name="piece">The piece that is being read, all of it.</param>
    /// <param name="reader">On a string.</param>
    public void Append(ReadOnlySpan<byte> piece, ref Utf8JsonReader reader)
    {
        if (_text is null)
        {
            Clear();
            _text = new GrowingText(answer);
        }

        _text.Append(reader.ValueSpan);
        answer.Repeated.Adds(piece, reader.ValueSpan, _text);
    }

    /// <summary>A member that is a text becomes the JSON that the text is, if it is JSON: arguments of tools arrive as text in pieces.</summary>
    public void ReadTextAsJson(ReadOnlySpan<byte> name)
    {
        if (Find(name) is { _text: { } text } member && text.ReadAsJson() is { } json)
        {
            text.Release();
            member.Replace(json);
        }
    }

    public bool Has(ReadOnlySpan<byte> name) => Find(name) is not null;

    /// <summary>Whether a member that does not grow is this JSON value.</summary>
    public bool Has(ReadOnlySpan<byte> name, ReadOnlySpan<byte> json) => Find(name) is { _raw: { } raw } && json.SequenceEqual(raw);

    /// <summary>Gives the buffers of its texts back. It has none of them any more.</summary>
    public void Release()
    {
        _text?.Release();
        _elements?.ForEach(static element => element.Release());
        _members?.ForEach(static member => member.Value.Release());
    }

    /// <summary>Takes an object with as much of it as there is already.</summary>
    /// <param name="json">What the reader reads.</param>
    /// <param name="reader">On the beginning of a value; afterwards on its end.</param>
    /// <param name="rules">What the names of members mean.</param>
    public void Merge(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, GrowthRules rules)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            ReplaceUnlessNull(json, ref reader);
            return;
        }

        BecomeObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (growth, member) = Find(ref reader, rules);
            reader.Read();
            member.Grow(growth, json, ref reader, rules);
        }
    }

    /// <summary>The element with that number, which is made if there is none.</summary>
    public GrowingJson ElementAt(long index)
    {
        BecomeArray();
        foreach (var element in _elements!)
        {
            if (element._index == index)
            {
                return element;
            }
        }

        return AddElement(new GrowingJson(answer) { _index = index });
    }

    /// <summary>Does something with each element, in order.</summary>
    public void ForEachElement(Action<GrowingJson> action) => _elements?.ForEach(action);

    public void WriteTo(Utf8JsonWriter writer)
    {
        if (_members is not null)
        {
            writer.WriteStartObject();
            foreach (var member in _members)
            {
                writer.WritePropertyName(member.Name);
                member.Value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }
        else if (_elements is not null)
        {
            writer.WriteStartArray();
            _elements.ForEach(element => element.WriteTo(writer));
            writer.WriteEndArray();
        }
        else if (_text is not null)
        {
            _text.WriteTo(writer);
        }
        else
        {
            writer.WriteRawValue(_raw ?? "null"u8, skipInputValidation: true);
        }
    }

    private GrowingJson? Find(ReadOnlySpan<byte> name)
    {
        if (_members is not null)
        {
            foreach (var member in _members)
            {
                if (name.SequenceEqual(member.Name))
                {
                    return member.Value;
                }
            }
        }

        return null;
    }

    private void Grow(Growth growth, ReadOnlySpan<byte> json, ref Utf8JsonReader reader, GrowthRules rules)
    {
        switch (growth, reader.TokenType)
        {
            case (Growth.Text, JsonTokenType.String):
                Append(json, ref reader);
                break;
            case (Growth.Members, JsonTokenType.StartObject):
                Merge(json, ref reader, rules);
                break;
            case (Growth.Numbered or Growth.Added or Growth.Parts, JsonTokenType.StartArray):
                GrowElements(growth, json, ref reader, rules);
                break;
            default:
                ReplaceUnlessNull(json, ref reader);
                break;
        }
    }

    private void GrowElements(Growth growth, ReadOnlySpan<byte> json, ref Utf8JsonReader reader, GrowthRules rules)
    {
        BecomeArray();
        for (var position = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; position++)
        {
            var index = IndexOf(reader) ?? (growth == Growth.Numbered ? position : null);
            var element = index is { } number ? ElementAt(number) : new GrowingJson(answer);
            element.Merge(json, ref reader, rules);
            if (index is null)
            {
                answer.Repeated.IsNotRepeatable();
                if (!(growth == Growth.Parts && _elements!.Count > 0 && _elements[^1].TryContinueText(element)))
                {
                    AddElement(element);
                }
            }
        }
    }

    // A text, said in pieces: two parts that have the same members, of which all but the text are equal.
    private bool TryContinueText(GrowingJson next)
    {
        if (_members is null || next._members is null || _members.Count != next._members.Count)
        {
            return false;
        }

        GrowingText? grown = null, more = null;
        for (var i = 0; i < _members.Count; i++)
        {
            var (mine, other) = (_members[i], next._members[i]);
            if (!mine.Name.AsSpan().SequenceEqual(other.Name))
            {
                return false;
            }

            if (mine.Value._text is { } text && other.Value._text is { } added)
            {
                (grown, more) = (text, added);
            }
            else if (mine.Value._raw is null || !mine.Value._raw.AsSpan().SequenceEqual(other.Value._raw))
            {
                return false;
            }
        }

        grown?.Append(more!);
        return grown is not null;
    }

    // A later piece says null, or an empty text, of what it does not speak about.
    private void ReplaceUnlessNull(ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var saysNothing = reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty && !reader.HasValueSequence);
        reader.Skip();
        if (IsNothing || !saysNothing)
        {
            Replace(json[start..(int)reader.BytesConsumed]);
        }
    }

    private (Growth Growth, GrowingJson Member) Find(ref Utf8JsonReader reader, GrowthRules rules)
    {
        var rule = rules.Of(ref reader);
        if (rule is { } known)
        {
            return (known.Growth, this[known.WrittenName]);
        }

        foreach (var member in _members!)
        {
            if (reader.ValueTextEquals(member.Name))
            {
                return (Growth.Replaced, member.Value);
            }
        }

        return (Growth.Replaced, AddMember(System.Text.Encoding.UTF8.GetBytes(reader.GetString()!)));
    }

    // What there is no room for is not part of the answer, and goes on without harm.
    private GrowingJson AddMember(byte[] name)
    {
        var added = new GrowingJson(answer);
        if (answer.HasRoomForPart())
        {
            _members!.Add(new Member(name, added));
        }

        return added;
    }

    private GrowingJson AddElement(GrowingJson added)
    {
        if (answer.HasRoomForPart())
        {
            _elements!.Add(added);
        }

        return added;
    }

    private void BecomeObject()
    {
        if (_members is null)
        {
            Clear();
            _members = [];
        }
    }

    private void BecomeArray()
    {
        if (_elements is null)
        {
            Clear();
            _elements = [];
        }
    }

    private void Clear() => (_members, _elements, _text, _raw) = (null, null, null, null);

    // The reader is a copy: it looks ahead.
    private static long? IndexOf(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIndex = reader.ValueTextEquals("index"u8);
            reader.Read();
            if (isIndex)
            {
                return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var index) ? index : null;
            }

            reader.Skip();
        }

        return null;
    }

    private readonly record struct Member(byte[] Name, GrowingJson Value);
}
