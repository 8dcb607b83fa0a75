using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>Which tracking URIs the run-time library understands; a wrong one in the XML should fail the build and not silence the program.</summary>
internal static class TrackingUriSyntax
{
    /// <summary>What is wrong with a tracking URI: the end of a sentence that starts with it; <see langword="null"/> when it is fine.</summary>
    public static DiagnosticText? ProblemOf(string uri)
    {
        if (uri.Equals("databricks", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var colon = uri.IndexOf(':');
        var scheme = colon > 0 ? uri.Substring(0, colon) : "";
        var rest = uri.Substring(colon + 1);
        switch (scheme.ToUpperInvariant())
        {
            case "HTTP" or "HTTPS":
                return Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.Host.Length > 0 ? null : ConfigurationTexts.IncompleteAddress();
            case "DATABRICKS":
                return rest.StartsWith("//", StringComparison.Ordinal) && rest.Trim('/').Length > 0 ? null : ConfigurationTexts.NoProfile();
            case "FILE":
                return rest.Trim('/').Length > 0 ? null : ConfigurationTexts.NoFolder();
        }

        // One letter is a Windows drive.
        return scheme.Length <= 1
            ? ConfigurationTexts.NoScheme(uri.Replace('\\', '/'))
            : ConfigurationTexts.ForeignScheme(scheme);
    }
}
