using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace MLflow.Tracing.Woven;

/// <summary>Describes one woven method. Woven code holds one instance a method; not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TraceSite
{
    /// <summary>Creates the description of one woven method; called by generated code only.</summary>
    /// <param name="name">The span's name.</param>
    /// <param name="spanType">The span's type.</param>
    /// <param name="function">Namespace, type and method, joined by dots.</param>
    /// <param name="parameters">The names of the captured parameters, in the order of their indexes, each followed by a line feed.</param>
    /// <param name="flags">What the weaver found out about the method.</param>
    public TraceSite(string name, string spanType, string function, string parameters, TraceSiteFlags flags)
    {
        Name = name;
        SpanType = spanType;
        Function = function;
        ParameterNames = parameters.Length == 0 ? [] : parameters.TrimEnd('\n').Split('\n');
        Flags = flags;
    }

    /// <summary>Whether calls are to be recorded: one static field read when tracing is off.</summary>
    public bool IsEnabled
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => throw new NotImplementedException();
    }

    internal string Name { get; }

    internal string SpanType { get; }

    internal string Function { get; }

    internal string[] ParameterNames { get; }

    internal TraceSiteFlags Flags { get; }
}
