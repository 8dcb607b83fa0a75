using System.Diagnostics.CodeAnalysis;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>
/// Address of a Databricks workspace and a way to log in to it, looked for as Databricks' own libraries do: the environment first, then a profile of <c>~/.databrickscfg</c>, whose log-in counts
/// only if the environment has none (protocol 3.10). A personal access token comes before a service principal (OAuth), unless <c>DATABRICKS_AUTH_TYPE</c> says otherwise; Azure's and Google's
/// own ways are left to <see cref="MlflowOptions.TrackingCredentialProvider"/>, which beats all.
/// </summary>
/// <param name="Host">With <c>https://</c>, no slash at the end.</param>
/// <param name="Token">A personal access token.</param>
/// <param name="ClientId">A service principal, if there is no token.</param>
/// <param name="ClientSecret">Its secret.</param>
internal sealed record DatabricksCredentials(string Host, string? Token = null, string? ClientId = null, string? ClientSecret = null)
{
    private const string PersonalAccessToken = "pat";
    private const string ServicePrincipal = "oauth-m2m";
    private const string DefaultProfile = "DEFAULT";

    /// <summary><c>~/.databrickscfg</c>, or the file that <c>DATABRICKS_CONFIG_FILE</c> names.</summary>
    public static string DefaultConfigFile => Environment.GetEnvironmentVariable("DATABRICKS_CONFIG_FILE") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".databrickscfg");

    /// <summary>Looks in the environment, then in the file.</summary>
    /// <param name="profile">The section of the file; <see langword="null"/> means <c>DATABRICKS_CONFIG_PROFILE</c>, then <c>DEFAULT</c>.</param>
    /// <param name="environment">Gives a variable's value.</param>
    /// <param name="configFile">The file; it need not exist.</param>
    /// <param name="options">Whether they give credentials, so that an address is enough.</param>
    /// <param name="credentials">What was found.</param>
    /// <param name="problem">What is missing, and what to do.</param>
    public static bool TryFind(
        string? profile,
        Func<string, string?> environment,
        string configFile,
        MlflowOptions options,
        [NotNullWhen(true)] out DatabricksCredentials? credentials,
        out Complaint problem)
    {
        profile ??= Given(environment("DATABRICKS_CONFIG_PROFILE")) ?? DefaultProfile;
        var section = IniFile.ReadSection(configFile, profile, out var unreadable);
        var host = Given(environment("DATABRICKS_HOST")) ?? Find(section, "host");
        credentials = null;
        if (!TryFindLogIn(environment, section, out var logIn, out problem) && options.TrackingCredentialProvider is null)
        {
            return false;
        }

        if (host is not null && (logIn.IsComplete || options.TrackingCredentialProvider is not null))
        {
            var address = WithScheme(host);
            var isAddress = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http";
            credentials = isAddress ? new DatabricksCredentials(address, logIn.Token, logIn.ClientId, logIn.ClientSecret) : null;
            problem = isAddress ? default : DestinationComplaints.NoWebAddress(host, configFile);
            return isAddress;
        }

        var missing = host is null ? logIn.IsComplete ? "address is" : "address and token are" : "token is";
        problem = DestinationComplaints.NoCredentials(missing, profile, configFile + (unreadable is null ? string.Empty : $", which cannot be read ({unreadable})"));
        return false;
    }

    /// <summary>Looks once more where <see cref="TryFind"/> looks.</summary>
    /// <returns><see langword="null"/> when there is nothing usable any more.</returns>
    public static DatabricksCredentials? FindAgain(string? profile, Func<string, string?> environment, string configFile, MlflowOptions options)
        => TryFind(profile, environment, configFile, options, out var found, out _) ? found : null;

    /// <summary>What signs the requests.</summary>
    /// <param name="options">Their provider beats all.</param>
    /// <param name="findAgain">Looks again where these were found, when the workspace refuses them.</param>
    /// <exception cref="ArgumentException">The token cannot be part of a header.</exception>
    public ServerCredentials ForServer(MlflowOptions options, Func<DatabricksCredentials?> findAgain)
        => ServerCredentials.ForProvider(
            options.TrackingCredentialProvider ?? new DatabricksLogIn(this, findAgain, options.HttpRequestTimeout).GetAsync,
            options.HttpRequestTimeout,
            first: options.TrackingCredentialProvider is null && Token is not null ? ServerCredentials.Bearer(Token) : null);

    /// <summary>The address: the rest is secret.</summary>
    public override string ToString() => Host;

    /// <summary>The environment's way to log in, else the profile's; never half of one and half of the other's kind.</summary>
    private static bool TryFindLogIn(Func<string, string?> environment, IReadOnlyDictionary<string, string> section, out LogIn found, out Complaint problem)
    {
        var own = new LogIn(Given(environment("DATABRICKS_TOKEN")), Given(environment("DATABRICKS_CLIENT_ID")), Given(environment("DATABRICKS_CLIENT_SECRET")));
        var kind = Given(environment("DATABRICKS_AUTH_TYPE"));
        if (!own.IsComplete)
        {
            own = new LogIn(Find(section, "token"), own.ClientId ?? Find(section, "client_id"), own.ClientSecret ?? Find(section, "client_secret"));
            kind ??= Find(section, "auth_type");
        }

        found = kind switch
        {
            null when own.Token is null => own,
            null or PersonalAccessToken => new LogIn(own.Token, null, null),
            _ => new LogIn(null, own.ClientId, own.ClientSecret),
        };
        problem = kind is null or PersonalAccessToken or ServicePrincipal ? default : AuthenticationComplaints.OtherLogIn(kind);
        return problem.Id is null;
    }

    private static string WithScheme(string host)
        => (host.IndexOf("://", StringComparison.Ordinal) < 0 ? "https://" + host : host).TrimEnd('/');

    private static string? Find(IReadOnlyDictionary<string, string> section, string key) => section.TryGetValue(key, out var value) ? Given(value) : null;

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text!.Trim();

    private readonly record struct LogIn(string? Token, string? ClientId, string? ClientSecret)
    {
        public bool IsComplete => Token is not null || (ClientId is not null && ClientSecret is not null);
    }
}
