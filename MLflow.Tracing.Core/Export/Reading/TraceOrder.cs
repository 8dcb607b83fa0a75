using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export.Reading;

/// <summary>The order of traces that a local search returns: MLflow's clauses such as <c>timestamp_ms DESC</c>, then the newest first, then by id.</summary>
internal sealed class TraceOrder : IComparer<Trace>
{
    private readonly List<(TraceField Field, bool IsDescending)> _clauses;

    private TraceOrder(List<(TraceField Field, bool IsDescending)> clauses) => _clauses = clauses;

    /// <summary>Reads the clauses.</summary>
    /// <exception cref="ArgumentException">One is no clause.</exception>
    /// <exception cref="NotSupportedException">One names something that a folder store does not know.</exception>
    public static TraceOrder Parse(IReadOnlyList<string> clauses) => new([.. clauses.Select(Parse), (TraceField.Parse("timestamp_ms"), true), (TraceField.Parse("request_id"), false)]);

    public int Compare(Trace? x, Trace? y)
    {
        foreach (var (field, isDescending) in _clauses)
        {
            var difference = field.Number is { } number
                ? number(x!.Info).CompareTo(number(y!.Info))
                : string.CompareOrdinal(field.Text!(x!.Info), field.Text(y!.Info));
            if (difference != 0)
            {
                return isDescending ? -difference : difference;
            }
        }

        return 0;
    }

    private static (TraceField Field, bool IsDescending) Parse(string clause)
    {
        var words = clause.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var direction = words.Length == 2 ? words[1].ToUpperInvariant() : "ASC";
        return words.Length is 1 or 2 && direction is "ASC" or "DESC"
            ? (TraceField.Parse(words[0]), direction == "DESC")
            : throw new ArgumentException($"'{clause}' is no order. Write a field and ASC or DESC, for example 'timestamp_ms DESC'.", nameof(clause));
    }
}
