namespace MLflow.Tracing.Complaints;

/// <summary>What can go wrong while spans are recorded.</summary>
internal static class RecordingComplaints
{
    public static Complaint TooManySpans(string span, string limit)
        => new("MLT201", $"Span '{span}' is not recorded: its trace holds {limit} spans already.", "Trace fewer methods, or set MlflowOptions.MaxSpansPerTrace higher.");

    public static Complaint ChildrenOpen()
        => Ended("MLT202", "their root span had ended before them.", "Await the work that a span covers before its parent returns, or give it more time with MlflowOptions.OpenChildrenGrace.");

    public static Complaint TimedOut(string limit)
        => Ended("MLT203", $"the trace was under way for longer than {limit} s.", "End its root span, or set MLFLOW_TRACE_TIMEOUT_SECONDS or MLFLOW_TRACE_BUFFER_TTL_SECONDS higher.");

    public static Complaint Crowded(string traces)
        => Ended("MLT204", $"{traces} newer traces were under way.", "End root spans that are left open, or set MLFLOW_TRACE_BUFFER_MAX_SIZE higher.");

    public static Complaint CutOff(string reason) => Ended("MLT205", $"{reason}.", "End or await the work before.");

    public static Complaint StartedTooLate(string span)
        => new("MLT206", $"Span '{span}' is not recorded: its trace was delivered while it started.", "Await the work before its parent returns.");

    public static Complaint ProcessorThrew(string exception, string span)
        => new(
            "MLT207",
            $"A span processor threw {exception} on span '{span}', which is delivered as it is.",
            "The exception of Mlflow.Diagnostics.Reported tells why; mend the processor, or wrap it in SpanProcessors.FailClosed to withhold the content of such spans.");

    public static Complaint NothingToUpdate()
        => new("MLT208", "What was said about a trace has no effect: no span is active here, or the trace was delivered already.", "Say it inside a traced method, or before the trace's last span ends.");

    public static Complaint ReducerThrew(string span, string exception, string problem)
        => new("MLT209", $"The output reducer of span '{span}' threw {exception}, and the span shows the list of items: {problem}", "Mend the reducer.");

    public static Complaint EndsBeforeStart(string span)
        => new("MLT210", $"Span '{span}' was ended at a time before its start, and is shown without a duration.", "Give EndAt nanoseconds since the Unix epoch.");

    public static Complaint NotStarted(string call)
        => new("MLT211", $"{call} has no effect: tracing is not started.", "Call Mlflow.Init before.");

    public static Complaint NothingToPropagate()
        => new(
            "MLT220",
            "GetTracingContextHeaders gives no headers: no span is active here.",
            "Call it inside a traced method or a span, or call TryGetTracingContextHeaders where there may be none.");

    public static Complaint NoTraceParent()
        => new("MLT221", "TracingContextFromHeaders has no effect: the headers hold no 'traceparent'.", "Send what Mlflow.GetTracingContextHeaders gives along with the call.");

    public static Complaint WrongTraceParent(string value)
        => new(
            "MLT221",
            $"TracingContextFromHeaders has no effect: the header 'traceparent' is not what W3C Trace Context defines: '{value}'.",
            "Send it once, as Mlflow.GetTracingContextHeaders gives it.");

    public static Complaint UpdateOfPart()
        => new(
            "MLT222",
            "An update speaks about a trace that another process began: this process sends a server its spans, and nothing about the whole.",
            "Call it in the process that began the trace, or set attributes on spans.");

    public static Complaint BaggageTooLong(string limit)
        => new("MLT223", $"The header 'baggage' is beyond what W3C allows, {limit}, and session and user do not travel.", "Use shorter ids for sessions and users.");

    public static Complaint ActivityNotRecorded(string activity, string problem)
        => new("MLT240", $"The activity '{activity}' is not recorded, or not all of it: {problem}", "Please report this.");

    public static Complaint CopiedInPart(string problem)
        => new("MLT250", $"A trace given to AddTrace is not copied as it is: {problem}.", "Give it as its server or its folder holds it.");

    private static Complaint Ended(string id, string cause, string remedy) => new(id, cause, remedy, "Open spans of a trace were ended as ERROR:");
}
