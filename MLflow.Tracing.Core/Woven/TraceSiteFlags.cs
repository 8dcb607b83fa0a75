using System.ComponentModel;

namespace MLflow.Tracing.Woven;

/// <summary>What the weaver found out about a method. The values are part of woven code: never renumber.</summary>
[Flags]
[EditorBrowsable(EditorBrowsableState.Never)]
public enum TraceSiteFlags
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>The body calls nothing that could see the ambient span, so it need not be set.</summary>
    Leaf = 1,

    /// <summary>The result is not recorded, by request.</summary>
    OutputsOff = 2,

    /// <summary>The result is recorded as <c>[redacted]</c>.</summary>
    OutputsRedacted = 4,

    /// <summary>The exception of a failed task is read, see <see cref="TraceAttribute.ObserveFaults"/>.</summary>
    ObserveFaults = 8,

    /// <summary>The state machine's builder is not one of the platform's: nothing is assumed about what it restores.</summary>
    CustomBuilder = 16,

    /// <summary>The arguments are not recorded, by request.</summary>
    InputsOff = 32,
}
