using System.Globalization;

namespace MLflow.Tracing.Cli.Traces.Pushing;

/// <summary>What became of traces that were to be delivered; a part of a trace counts as one.</summary>
/// <param name="Delivered">The server has them.</param>
/// <param name="Refused">The server understood and refused them, or they cannot be sent.</param>
/// <param name="Left">They can be delivered later.</param>
internal readonly record struct PushCount(int Delivered, int Refused, int Left)
{
    /// <summary>For example <c>Delivered 1000 traces; 2 refused; 3 left.</c></summary>
    public override string ToString()
    {
        var refused = Refused == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {Refused} refused");
        var left = Left == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {Left} left");
        return string.Create(CultureInfo.InvariantCulture, $"Delivered {Delivered} trace{(Delivered == 1 ? "" : "s")}{refused}{left}.");
    }
}
