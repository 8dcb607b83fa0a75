using MLflow.Tracing.Model;

namespace MLflow.Tracing.Cli.Traces.Showing;

/// <summary>How wide the columns of a <see cref="TableView"/> are that depend on what is in them. Where there is little room, first the id is cut, then the session, then the time.</summary>
/// <param name="Time">The end of date and time, without the year if need be.</param>
/// <param name="Status">As wide as the longest.</param>
/// <param name="Id">The first digits are enough to ask for a trace.</param>
/// <param name="Session">0 when no trace has one.</param>
/// <param name="Name">What is left.</param>
internal readonly record struct TraceColumns(int Time, int Status, int Id, int Session, int Name)
{
    public const int Gap = 2;
    public const int Duration = 8;
    public const int Spans = 5;

    private const int LongTime = 19;
    private const int ShortTime = 14;
    private const int LongStatus = 11;
    private const int ShortStatus = 6;
    private const int UsualId = 35;
    private const int ShortId = 11;
    private const int ShortSession = 10;
    private const int ShortName = 24;
    private const int MinName = 8;

    /// <param name="traces">What is to be shown.</param>
    /// <param name="width">The length of a line; <see langword="null"/> when nothing is to be cut.</param>
    /// <param name="isOpen">Whether more traces will come.</param>
    public static TraceColumns For(IReadOnlyList<TraceEntry> traces, int? width, bool isOpen)
    {
        var status = traces.Any(static trace => trace.State == TraceState.InProgress) ? LongStatus : ShortStatus;
        var id = traces.Select(static trace => trace.Id.Length).Append(isOpen ? UsualId : ShortId).Max();
        var session = isOpen || traces.Any(static trace => trace.Session is not null) ? traces.Select(static trace => trace.Session?.Length ?? 0).Append(ShortSession).Max() : 0;
        var name = traces.Select(static trace => trace.Name.Length).Append(isOpen ? ShortName : MinName).Max();
        if (width is not { } line)
        {
            return new TraceColumns(LongTime, status, id, session, name);
        }

        var time = LongTime;
        var wanted = Math.Min(name, ShortName);
        id = Room() < wanted ? ShortId : id;
        session = Room() < wanted ? Math.Min(session, ShortSession) : session;
        time = Room() < wanted ? ShortTime : time;
        return new TraceColumns(time, status, id, session, Math.Max(MinName, Room()));

        int Room() => line - (time + Gap + status + Gap + Duration + Gap + Spans + Gap + id + Gap + (session > 0 ? session + Gap : 0));
    }
}
