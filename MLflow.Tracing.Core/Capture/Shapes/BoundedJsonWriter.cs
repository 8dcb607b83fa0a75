using System.Globalization;
using System.Text;
using MLflow.Tracing.Capture.Media;
using Newtonsoft.Json;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>Takes what a converter writes into the walker's text; throws <see cref="BudgetSpentException"/> past a budget.</summary>
internal sealed class BoundedJsonWriter(ValueWalker walker) : JsonTextWriter(new Sink(walker))
{
    private const int DeepestNesting = 128;

    private bool _wroteRaw;
    private bool _isHandingOver;

    /// <summary>Whether the text may be no strict JSON.</summary>
    public bool IsDoubtful => _wroteRaw || QuoteChar != '"' || !QuoteName;

    /// <summary>Lets the walker write the next value: comma and state are as if this writer had written it.</summary>
    public void WriteWalked(object value)
    {
        _isHandingOver = true;
        WriteRawValue(string.Empty);
        _isHandingOver = false;
        walker.WriteObject(value);
    }

    public override void WriteValue(string? value)
    {
        if (value is { Length: >= MediaText.Shortest } && walker.Media.IsActive && MediaText.Read(value, walker.Text.Span) is not null)
        {
            WriteWalked(value);
        }
        else
        {
            base.WriteValue(value);
        }
    }

    public override void WriteStartObject()
    {
        base.WriteStartObject();
        CheckNesting();
    }

    public override void WriteStartArray()
    {
        base.WriteStartArray();
        CheckNesting();
    }

    public override void WriteRaw(string? json)
    {
        _wroteRaw |= !_isHandingOver;
        base.WriteRaw(json);
    }

    public override void WriteRawValue(string? json)
    {
        _wroteRaw |= !_isHandingOver;
        base.WriteRawValue(json);
    }

    private void CheckNesting()
    {
        if (Top > DeepestNesting || !RuntimeSupport.HasStack())
        {
            throw new BudgetSpentException();
        }
    }

    private sealed class Sink(ValueWalker walker) : TextWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.Unicode;

        public override void Write(char value)
        {
            walker.Text.Append(value);
            Check();
        }

        public override void Write(char[] buffer, int index, int count)
        {
            Check(count);
            walker.Text.Append(buffer.AsSpan(index, count));
        }

        public override void Write(string? value)
        {
            if (value is not null)
            {
                Check(value.Length);
                walker.Text.Append(value);
            }
        }

        // escaped text may be six times as long: no value is refused that the walker itself would take
        private void Check(int more = 0)
        {
            if (walker.IsExhausted || more > walker.Limit)
            {
                throw new BudgetSpentException();
            }
        }
    }
}
