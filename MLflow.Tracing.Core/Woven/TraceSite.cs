using System.ComponentModel;
using System.Runtime.CompilerServices;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing.Woven;

/// <summary>Describes one woven method. Woven code holds one instance a method; not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TraceSite
{
    private const char EndOfName = '\n';

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
        ParameterNames = parameters.Length == 0 ? [] : parameters.TrimEnd(EndOfName).Split(EndOfName);
        Flags = flags;
    }

    /// <summary>Whether calls are to be recorded: one static field read when tracing is off.</summary>
#pragma warning disable CA1822 // part of the contract with woven code: a site may have a switch of its own one day
    public bool IsEnabled
#pragma warning restore CA1822
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TracingSwitch.MayBeOn;
    }

    /// <summary>States how many of the traces that begin here are recorded; called once by generated code, before the site is used.</summary>
    /// <param name="samplingRatio">Their share, 0 to 1.</param>
    /// <returns>The site itself.</returns>
    public TraceSite WithSamplingRatio(double samplingRatio)
    {
        Sampler = new TraceSampler(samplingRatio);
        return this;
    }

    /// <summary>The description of spans that are written by hand; they bring their own names.</summary>
    internal static TraceSite ByHand { get; } = new("span", MLflow.Tracing.SpanType.Unknown, string.Empty, string.Empty, TraceSiteFlags.InputsOff);

    internal string Name { get; }

    internal string SpanType { get; }

    internal string Function { get; }

    internal string[] ParameterNames { get; }

    internal TraceSiteFlags Flags { get; }

    /// <summary>What every span of the site begins with.</summary>
    internal IReadOnlyList<KeyValuePair<string, object?>> Attributes { get; init; } = [];

    /// <summary>Decides about traces that begin here, in place of the runtime's; <see langword="null"/> when it does not.</summary>
    internal TraceSampler? Sampler { get; private set; }

    internal bool WithholdsInputs => (Flags & TraceSiteFlags.InputsOff) != 0;

    /// <summary>For a delegate: which parameters carry <see cref="RedactAttribute"/>; the weaver knows by itself. <see langword="null"/> when none does.</summary>
    internal bool[]? RedactedParameters { get; init; }

    internal bool IsLeaf => (Flags & TraceSiteFlags.Leaf) != 0;

    internal bool Redacts(int parameter) => RedactedParameters is { } redacted && redacted[parameter];
}
