namespace MLflow.Tracing.Complaints;

/// <summary>What can keep a trace from an MLflow server. Those with a subject begin in lower case, because a message names the trace first.</summary>
internal static class ServerComplaints
{
    public static Complaint NoAnswer(string problem) => Failed("MLT410", $"{problem}.", "Start the server, or correct MLFLOW_TRACKING_URI.");

    public static Complaint NoTrust(string problem) => Failed("MLT410", $"{problem}.", "Make this machine trust the server's certificate, or name it in MLFLOW_TRACKING_SERVER_CERT_PATH.");

    public static Complaint WebPage(string answer)
        => Failed("MLT411", $"{answer}: something in front of the MLflow server answers, a login page perhaps.", "Correct MLFLOW_TRACKING_URI, or the credentials.");

    public static Complaint Redirected(string answer, string location)
        => Failed("MLT411", $"{answer}: the server has another address.", $"Use it as the tracking URI{location}.");

    public static Complaint Unauthorized(string answer)
        => Failed("MLT411", $"{answer}: the server does not know who is asking.", "Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.");

    public static Complaint Forbidden(string answer)
        => Failed("MLT411", $"{answer}: the user may not write to the experiment, or the server does not allow this host name.", "Give the user the right to write, or the host name to the server's option --allowed-hosts.");

    public static Complaint NoExperiment(string answer)
        => Failed("MLT411", $"{answer}: there is no such experiment.", "Correct MLFLOW_EXPERIMENT_ID, or give the experiment by name.");

    public static Complaint NoRoute(string answer)
        => Failed("MLT411", $"{answer}: this is not what an MLflow server says.", "Check that the tracking URI is the address of an MLflow server 3.2 or newer, with its path prefix if it has one.");

    public static Complaint TooLarge(string answer)
        => Failed("MLT411", $"{answer}: the trace is too large.", "Record less of each value (MlflowOptions.CaptureMaxCharacters, CaptureMaxModelCallCharacters), or raise the limit of the server or of the proxy in front of it.");

    public static Complaint Refused(string answer) => Failed("MLT411", $"{answer}.", "Please report this with the server's version.");

    public static Complaint TooMany(string answer)
        => Failed("MLT412", $"{answer}: the server is given more than it takes.", "Trace less (MLFLOW_TRACE_SAMPLING_RATIO), or raise the server's limit.");

    public static Complaint ServerFailed(string answer) => Failed("MLT412", $"{answer}: the server failed and went on failing.", "Look into the server's log.");

    public static Complaint GatewayFailed(string answer)
        => Failed("MLT412", $"{answer}: something in front of the MLflow server answers, and does not reach it.", "Start the server, or correct MLFLOW_TRACKING_URI.");

    public static Complaint NotStored(string answer) => Failed("MLT411", $"{answer}: the server failed.", "Look into the server's log.");

    public static Complaint NoOtlp(string answer)
        => new(
            "MLT413",
            $"{answer}: it is older than MLflow 3.4 or keeps its data in files, and spans are uploaded as traces.json from now on; it shows them, but does not search them or count their cost.",
            "Use MLflow 3.4 or newer with a database behind it.");

    public static Complaint NoPlaceForSpans(string request, string tag)
        => Failed("MLT414", $"{request} was answered without the tag {tag}, so its spans have nowhere to go.", "Check that the tracking URI is the address of an MLflow server.");

    public static Complaint ForeignPlaceForSpans(string place)
        => Failed("MLT414", $"its spans belong to '{place}', which only that cloud's own library can write.", "Start the server with --serve-artifacts, or use MLflow 3.4 or newer with a database behind it.");

    public static Complaint UnwritablePlaceForSpans(string file, string problem)
        => Failed("MLT414", $"the server wants its spans in the file '{file}', which cannot be written: {problem}", "Start the server with --serve-artifacts.");

    public static Complaint ExperimentDeleted(string experiment)
        => Failed("MLT415", $"the experiment '{experiment}' was deleted on the server.", "Restore it there, or give another name.");

    public static Complaint ExperimentUnknown(string experiment, string failure, string reason, string remedy)
        => Failed("MLT415", $"the experiment '{experiment}' {failure}: {reason}", remedy);

    public static Complaint TextsCut(string texts, string trace)
        => new(
            "MLT416",
            $"{texts} text(s) of trace {trace} were longer than a server can store, and are cut: keys at 250 characters, tags and metadata at 8000, the client request id at 50, types of spans at 500.",
            "Put long texts into inputs, outputs or attributes.");

    public static Complaint NotEncoded(string problem) => Failed("MLT417", $"it could not be encoded: {problem}", "Please report this.");

    public static Complaint PartNotTaken()
        => Failed(
            "MLT450",
            "it is this process's part of a trace that another one began, and the server takes such parts by OTLP only, which it does not have.",
            "Use MLflow 3.4 or newer with a database behind it.");

    public static Complaint StartedElsewhere()
        => Failed("MLT454", "it was started by an earlier try, and the server does not take its spans by OTLP any more.", "It is started again with the next try.");

    public static Complaint ServerDown(string request, string seconds)
        => Failed("MLT451", $"{request} was not sent: the server is down, and is asked again in {seconds} s.", "Start the server; what ends while it is down is lost unless it is spooled.");

    public static Complaint SpansHidden(string trace)
        => new(
            "MLT452",
            $"The spans of trace {trace} are stored as traces.json, but the server says that it looks for them in its database, as MLflow 3.6 does: it shows an empty trace.",
            "Use MLflow 3.8 or newer, or give the server a database and let it take OTLP (/v1/traces).");

    public static Complaint OldTraceApi(string answer)
        => new(
            "MLT453",
            $"{answer}: it is older than MLflow 3.2, and traces are sent in its own form from now on: under ids that it makes up, without previews and client request ids.",
            "Use MLflow 3.4 or newer with a database behind it.");

    private static Complaint Failed(string id, string cause, string remedy) => new(id, cause, remedy, "A trace is not delivered:");
}
