namespace MLflow.Tracing.Weaver.Diagnostics;

/// <summary>What can be wrong in <c>&lt;MLflow.Tracing&gt;</c>. Parameters named hint are empty or begin with a space.</summary>
internal static class ConfigurationTexts
{
    public static DiagnosticText UnknownElement(string element, string child, string hint, string allowed)
        => Error("MLT001", $"{element} has no element {child}.{hint}", $"Allowed: {allowed}.");

    public static DiagnosticText ElementInRule(string element, string child)
        => Error("MLT001", $"{element} has no element {child}.", "Remove it: the element has attributes only.");

    public static DiagnosticText Text(string element, string text)
        => Error("MLT001", $"{element} contains the text '{text}'.", "Remove it, or put it between <!-- and -->.");

    public static DiagnosticText UnknownAttribute(string element, string attribute, string hint, string allowed)
        => Error("MLT002", $"{element} has no attribute '{attribute}'.{hint}", $"Allowed: {allowed}.");

    public static DiagnosticText Empty(string attribute, string element)
        => Error("MLT003", $"{attribute} of {element} is empty.", "Give it a value or remove it.");

    public static DiagnosticText NoBoolean(string attribute, string value, string element)
        => Error("MLT003", $"{attribute}=\"{value}\" of {element} is neither true nor false.", "Write \"true\" or \"false\".");

    public static DiagnosticText NoRatio(string attribute, string value, string element)
        => Error("MLT003", $"{attribute}=\"{value}\" of {element} is no number from 0 to 1.", "Write for example \"0.1\" to record one trace in ten.");

    public static DiagnosticText UnknownWord(string attribute, string element, string word, string hint, string allowed)
        => Error("MLT003", $"{attribute} of {element} does not know '{word}'.{hint}", $"Allowed: {allowed}; several are separated by '|'.");

    public static DiagnosticText UnknownPlaceholder(string attribute, string value, string element, string placeholder, string hint, string allowed)
        => Error("MLT003", $"{attribute}=\"{value}\" of {element} contains the unknown placeholder {placeholder}.{hint}", $"Allowed: {allowed}.");

    public static DiagnosticText IncludeOfNothing()
        => Error("MLT006", "<Include> does not say which methods.", "Add at least one of Namespace, Type, Method, Visibility; to include everything, write Namespace=\"**\".");

    public static DiagnosticText ExcludeOfNothing()
        => Error("MLT006", "<Exclude> does not say which methods.", "Add at least one of Namespace, Type, Method, Visibility; to weave nothing, write Enabled=\"false\" on <MLflow.Tracing>.");

    public static DiagnosticText NoParameters()
        => Error("MLT006", "<Redact> does not say which parameters.", "Add Parameter, for example Parameter=\"*password*\"; \"*\" means all.");

    public static DiagnosticText IncompleteAddress() => TrackingUri("is not a complete web address.");

    public static DiagnosticText NoProfile() => TrackingUri("names no profile.");

    public static DiagnosticText NoFolder() => TrackingUri("names no folder.");

    public static DiagnosticText NoScheme(string folder) => TrackingUri("has no scheme.", $" A folder is written 'file:{folder}'.");

    public static DiagnosticText ForeignScheme(string scheme) => TrackingUri($"has the scheme '{scheme}', which .NET programs cannot write to.");

    public static DiagnosticText MisspelledSpanType(string attribute, string value, string element, string intended)
        => Warning("MLT008", $"{attribute}=\"{value}\" of {element} is shown as an unknown type.", $"Write \"{intended}\".");

    private static DiagnosticText TrackingUri(string cause, string remedy = "")
        => Error("MLT007", cause, $"Use http://HOST, https://HOST, databricks, databricks://PROFILE, or file:FOLDER.{remedy}") with { Subject = "A tracking URI" };

    private static DiagnosticText Error(string id, string cause, string remedy) => new(id, DiagnosticSeverity.Error, cause, remedy);

    private static DiagnosticText Warning(string id, string cause, string remedy) => new(id, DiagnosticSeverity.Warning, cause, remedy);
}
