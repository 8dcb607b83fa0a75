using MLflow.Tracing.Complaints;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>
/// <c>~/.mlflow/credentials</c>, which Python's <c>mlflow login</c> writes: user and password for a self-hosted server (protocol 3.6). What is given outright does not lose to it.
/// </summary>
/// <param name="path">The file; it need not exist.</param>
/// <param name="user">The user, if that is given outright.</param>
/// <param name="password">The password, if that is given outright.</param>
/// <param name="diagnostics">Where to complain.</param>
internal sealed class CredentialsFile(string path, string? user, string? password, TracingDiagnostics diagnostics)
{
    private const string Section = "mlflow";
    private const string UserKey = "mlflow_tracking_username";
    private const string PasswordKey = "mlflow_tracking_password";

    public static string DefaultPath => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".mlflow", "credentials");

    /// <summary>Fills in the user and the password that are missing. Does nothing where other credentials are given. Never throws.</summary>
    public static void FillIn(MlflowOptions options, TrackingUri uri, string path, TracingDiagnostics diagnostics)
    {
        var isComplete = Is(options.TrackingUsername) && Is(options.TrackingPassword);
        if (uri.Kind != TrackingUriKind.Server || uri.User is not null || isComplete || Is(options.TrackingToken) || options.TrackingCredentialProvider is not null)
        {
            return;
        }

        options.CredentialsFile = new CredentialsFile(path, options.TrackingUsername, options.TrackingPassword, diagnostics);
        (options.TrackingUsername, options.TrackingPassword) = options.CredentialsFile.Read();
    }

    /// <summary>User and password as they are now. Never throws.</summary>
    public (string? User, string? Password) Read()
    {
        var section = IniFile.ReadSection(path, Section, out var problem);
        var found = (User: Is(user) ? user : ValueOf(UserKey), Password: Is(password) ? password : ValueOf(PasswordKey));
        if (problem is not null)
        {
            diagnostics.Report(AuthenticationComplaints.UnreadableFile(path, problem));
        }
        else if (File.Exists(path) && Is(found.User) != Is(found.Password))
        {
            diagnostics.Report(AuthenticationComplaints.IncompleteFile(path, Is(found.User) ? PasswordKey : UserKey));
        }

        return found;

        string? ValueOf(string key) => section.TryGetValue(key, out var value) && Is(value) ? value : null;
    }

    private static bool Is(string? text) => !string.IsNullOrEmpty(text);
}
