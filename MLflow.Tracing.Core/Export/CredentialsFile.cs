using MLflow.Tracing.Complaints;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary><c>~/.mlflow/credentials</c>, which Python's <c>mlflow login</c> writes: user and password for a self-hosted server (protocol 3.6).</summary>
internal static class CredentialsFile
{
    private const string Section = "mlflow";
    private const string UserKey = "mlflow_tracking_username";
    private const string PasswordKey = "mlflow_tracking_password";

    public static string DefaultPath => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".mlflow", "credentials");

    /// <summary>Fills in the user and the password that are missing. Does nothing where other credentials are given: what is given outright must not lose to a file. Never throws.</summary>
    public static void FillIn(MlflowOptions options, TrackingUri uri, string path, TracingDiagnostics diagnostics)
    {
        var hasUser = Is(options.TrackingUsername);
        var hasPassword = Is(options.TrackingPassword);
        if (uri.Kind != TrackingUriKind.Server || uri.User is not null || (hasUser && hasPassword) || Is(options.TrackingToken) || options.TrackingCredentialProvider is not null)
        {
            return;
        }

        var section = IniFile.ReadSection(path, Section, out var problem);
        if (problem is not null)
        {
            diagnostics.Report(AuthenticationComplaints.UnreadableFile(path, problem));
            return;
        }

        options.TrackingUsername = hasUser ? options.TrackingUsername : ValueOf(UserKey);
        options.TrackingPassword = hasPassword ? options.TrackingPassword : ValueOf(PasswordKey);
        if (File.Exists(path) && Is(options.TrackingUsername) != Is(options.TrackingPassword))
        {
            diagnostics.Report(AuthenticationComplaints.IncompleteFile(path, Is(options.TrackingUsername) ? PasswordKey : UserKey));
        }

        string? ValueOf(string key) => section.TryGetValue(key, out var value) && Is(value) ? value : null;
    }

    private static bool Is(string? text) => !string.IsNullOrEmpty(text);
}
