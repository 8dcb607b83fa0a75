namespace MLflow.Tracing.Complaints;

/// <summary>What can go wrong while a value is captured; the span shows a stand-in for it.</summary>
internal static class CaptureComplaints
{
    public static Complaint GetterThrew(string member, string exception)
        => new("MLT301", $"Reading {member} threw {exception}; the span shows a stand-in for this member.", "Repair the member, or keep it out of spans with [JsonIgnore] or [Redact].");

    public static Complaint CollectionChanged(string type)
        => new(
            "MLT302",
            $"A {type} was changed by other code, or refused to be enumerated, while it was captured; the span shows a stand-in.",
            "Pass a copy, or a concurrent or immutable collection, to the traced method.");

    public static Complaint ConverterFailed(string converter, string type)
        => new(
            "MLT303",
            $"{converter} failed for a {type}, left an object or array open, or wrote what is not JSON; the span shows a stand-in.",
            "Repair its WriteJson; a converter for reading only returns false from CanWrite.");

    public static Complaint Trimmed(string type)
        => new(
            "MLT304",
            $"The members of {type} were trimmed away, or it has none; the span shows a stand-in.",
            "Keep them: pass the value by its own type to the traced method, annotate with [DynamicallyAccessedMembers], or root the type in a trimmer descriptor.");

    public static Complaint Failed(string type)
        => new("MLT305", $"A {type} could not be captured; the span shows a stand-in.", "The exception of Mlflow.Diagnostics.Reported tells why; [Redact] keeps the value out.");

    public static Complaint NoContract(string type, string problem)
        => new("MLT306", $"No JSON contract can be made for {type}, and the span shows a stand-in: {problem}", "Repair the type's JSON attributes.");
}
