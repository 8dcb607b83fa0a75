namespace MLflow.Tracing.Capture.Shapes;

/// <summary>How the values of one run-time type are captured and written. One instance a type, shared by all threads.</summary>
internal abstract class Shape(Type type)
{
    public Type Type { get; } = type;

    /// <summary>Whether writing goes into other values, so that depth, cycles and failures are watched.</summary>
    public virtual bool IsContainer => true;

    /// <summary>Whether the program's code may enumerate it, so that an interrupted enumeration means a change.</summary>
    public virtual bool IsCollection => false;

    /// <summary>What is done with a value at the moment of the call.</summary>
    public virtual CaptureMoment Moment => CaptureMoment.Now;

    /// <summary>The text that stands for every value of this type, if there is one.</summary>
    public virtual string? StandIn => null;

    /// <summary>Characters of all strings that a kept value would hold on to.</summary>
    public virtual long HeldCharacters(object value, CapturePolicy policy) => 0;

    /// <summary>The value to keep in place of a mutable one: equal now, and never changed later. Null when that did not work out.</summary>
    public virtual object? Snapshot(object value, CapturePolicy policy) => value;

    /// <summary>Writes exactly one JSON value.</summary>
    public abstract void Write(ValueWalker walker, object value);
}
