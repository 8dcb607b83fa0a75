using System.Runtime.CompilerServices;
using MLflow.Tracing.Capture.Media;
using MLflow.Tracing.Capture.Shapes;
using MLflow.Tracing.Complaints;

namespace MLflow.Tracing.Capture;

/// <summary>
/// Writes one value as JSON within its budgets: depth, items, characters, time. The text is valid JSON whatever happens;
/// what was left out, and why, stands in its place. Not thread-safe; one is kept for each thread.
/// </summary>
internal sealed class ValueWalker
{
    [ThreadStatic]
    private static ValueWalker? s_spare;

    [ThreadStatic]
    private static ValueWalker? s_current;

    private readonly OpenValues _open = new();
    private TimeBudget _time;
    private ValueWalker? _outer;
    private bool _outerCapturing;
    private ConverterShape? _itemConverter;
    private TracingDiagnostics? _diagnostics;

    private ValueWalker()
    {
    }

    /// <summary>The walker at work on this thread: converters and what they call find it here.</summary>
    public static ValueWalker? Current => s_current;

    public JsonBuffer Text { get; } = new();

    /// <summary>Takes media out of what is written.</summary>
    public MediaCapture Media { get; } = new();

    public int Limit { get; private set; }

    public int MaxItems { get; private set; }

    public int MaxDepth { get; private set; }

    public int Depth => _open.Depth;

    /// <summary>Whether nothing more may be written but what closes the open containers.</summary>
    public bool IsExhausted => Text.Length >= Limit || _time.Step();

    /// <summary>For a value captured now, on its caller's thread.</summary>
    public static ValueWalker Rent(CapturePolicy policy, IAttachmentHolder? holder)
    {
        var walker = Rent(policy.MaxItems, policy.MaxCharacters, policy.MaxDepth);
        walker.Media.Begin(policy, holder);
        walker._diagnostics = policy.Diagnostics;
        walker._time = TimeBudget.Of(policy.TimeBudgetMilliseconds);
        return walker;
    }

    /// <summary>For a value kept earlier and rendered now: it is flat, and nobody waits for it.</summary>
    public static ValueWalker Rent(long packedBudget)
        => Rent(PackedBudget.Items(packedBudget), PackedBudget.Characters(packedBudget), maxDepth: 16);

    /// <summary>Gives the walker back; its text is gone.</summary>
    public void Return()
    {
        CaptureReentrancy.Exit(_outerCapturing);
        s_current = _outer;
        _outer = null;
        _diagnostics = null;
        Media.End();
        _open.PopTo(0);
        Text.Clear();
        s_spare = this;
    }

    /// <summary>Writes a value of a type known at compile time; does not box those of <see cref="ScalarJson"/>.</summary>
    public void Write<T>(T value)
    {
        if (default(T) is not null)
        {
            if (!ScalarJson.TryWrite(Text, ref value))
            {
                WriteStruct(value);
            }
        }
        else if (value is null)
        {
            Text.Append("null");
        }
        else if (typeof(T) == typeof(int?))
        {
            Write(Unsafe.As<T, int?>(ref value).GetValueOrDefault());
        }
        else if (typeof(T) == typeof(double?))
        {
            Write(Unsafe.As<T, double?>(ref value).GetValueOrDefault());
        }
        else if (typeof(T) == typeof(bool?))
        {
            Write(Unsafe.As<T, bool?>(ref value).GetValueOrDefault());
        }
        else
        {
            WriteObject(value);
        }
    }

    /// <summary>Writes a value by its run-time type.</summary>
    public void WriteObject(object? value)
    {
        switch (value)
        {
            case null:
                Text.Append("null");
                break;
            case string text:
                WriteString(text);
                break;
            default:
                WriteShaped(ShapeCatalog.Of(value.GetType()), value);
                break;
        }
    }

    /// <summary>Writes a value whose shape is known. Never throws: a failure becomes a stand-in for this value alone.</summary>
    public void WriteShaped(Shape shape, object value)
    {
        if (!shape.IsContainer)
        {
            shape.Write(this, value);
            return;
        }

        if (!Enter(value))
        {
            return;
        }

        var start = Text.Length;
        var depth = Depth;
        try
        {
            shape.Write(this, value);
        }
#pragma warning disable CA1031 // the program's enumerators and interfaces may throw anything; it is shown and counted
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Rewind(start, depth);
            WriteFailure(shape, exception);
        }

        _open.PopTo(depth - 1);
    }

    /// <summary>Writes a collection with a converter for its items.</summary>
    public void WriteWithItemConverter(ConverterShape converter, object value)
    {
        _itemConverter = converter;
        WriteObject(value);
        _itemConverter = null;
    }

    /// <summary>The converter given for the items of the collection that is about to be written.</summary>
    public ConverterShape? TakeItemConverter()
    {
        var converter = _itemConverter;
        _itemConverter = null;
        return converter;
    }

    /// <summary>Takes back what was written after a point, and leaves the values entered after it.</summary>
    public void Rewind(int length, int depth)
    {
        Text.Truncate(length);
        _open.PopTo(depth);
    }

    public void WriteString(string value)
    {
        if (value.Length < MediaText.Shortest || !Media.TryTake(Text, value))
        {
            Text.AppendString(value.AsSpan(), Limit);
        }
    }

    /// <summary>Writes what stands in for a value; never cut, so that it is always readable.</summary>
    public void WriteStandIn(string text) => Text.AppendString(text.AsSpan());

    /// <summary>Writes the stand-in of a value that could not be read, and counts it.</summary>
    public void WriteError(Exception exception, Complaint complaint)
    {
        WriteStandIn($"<error: {TypeNames.Of(exception.GetType())}>");
        Report(complaint, exception);
    }

    public void Report(Complaint complaint, Exception? exception = null)
        => _diagnostics?.Report(complaint, exception);

    /// <summary>Writes the key of a member or entry.</summary>
    public void WriteKey(string key, bool isFirst)
    {
        if (!isFirst)
        {
            Text.Append(',');
        }

        Text.AppendString(key.AsSpan(), Limit);
        Text.Append(':');
    }

    /// <summary>The last item of an array that was not written to its end.</summary>
    public void WriteMoreItems(int written, int? count)
    {
        if (written > 0)
        {
            Text.Append(',');
        }

        WriteStandIn(More(written, count, "items"));
    }

    /// <summary>The last member of an object that was not written to its end.</summary>
    public void WriteMoreEntries(int written, int? count, string noun)
    {
        if (written > 0)
        {
            Text.Append(',');
        }

        Text.Append("\"…\":");
        WriteStandIn(More(written, count, noun));
    }

    public void RestartClock() => _time.Restart();

    public void ExpectSlowness() => _time.ExpectSlowness();

    private static ValueWalker Rent(int maxItems, int maxCharacters, int maxDepth)
    {
        var walker = s_spare ?? new ValueWalker();
        s_spare = null;
        walker._outer = s_current;
        s_current = walker;
        walker._outerCapturing = CaptureReentrancy.Enter();
        walker.MaxItems = maxItems;
        walker.Limit = maxCharacters;
        walker.MaxDepth = maxDepth;
        walker._time = TimeBudget.None;
        return walker;
    }

    private void WriteStruct<T>(T value)
    {
        var shape = ValueShape<T>.Shape;
        if (shape is EnumShape)
        {
            EnumNumber<T>.Write(Text, value);
        }
        else
        {
            WriteShaped(shape, value!);
        }
    }

    // before the recursion, not after: a graph deeper than the stack must not be found out by falling off it
    private bool Enter(object value)
    {
        if (_open.Contains(value))
        {
            WriteStandIn($"<cycle: {TypeNames.Of(value.GetType())}>");
            return false;
        }

        if (Depth >= MaxDepth || !RuntimeSupport.HasStack())
        {
            WriteStandIn("<max depth>");
            return false;
        }

        if (IsExhausted)
        {
            WriteStandIn(_time.IsSpent ? "<time budget>" : "<character budget>");
            return false;
        }

        _open.Push(value);
        return true;
    }

    private void WriteFailure(Shape shape, Exception exception)
    {
        var name = TypeNames.Of(shape.Type);
        if (shape.IsCollection && exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            WriteStandIn($"<{name}: changed while it was captured>");
            Report(CaptureComplaints.CollectionChanged(name), exception);
        }
        else
        {
            WriteError(exception, CaptureComplaints.Failed(name));
        }
    }

    private string More(int written, int? count, string noun)
    {
        var left = count is { } known && known > written ? $"+{known - written} more {noun}" : $"more {noun}";
        return _time.IsSpent ? $"…<{left}: time budget>" : $"…<{left}>";
    }
}
