using System.Diagnostics.CodeAnalysis;
using MLflow.Tracing.Complaints;

namespace MLflow.Tracing.Export;

/// <summary>
/// Address and token of a Databricks workspace: <c>DATABRICKS_HOST</c> and <c>DATABRICKS_TOKEN</c>, else a profile of
/// <c>~/.databrickscfg</c> (protocol 3.10). Other ways to log in (OAuth, Azure, Google) are not supported.
/// </summary>
/// <param name="Host">With <c>https://</c>, no slash at the end.</param>
/// <param name="Token">A personal access token.</param>
internal sealed record DatabricksCredentials(string Host, string Token)
{
    private const string DefaultProfile = "DEFAULT";

    /// <summary><c>~/.databrickscfg</c>, or the file that <c>DATABRICKS_CONFIG_FILE</c> names.</summary>
    public static string DefaultConfigFile { get; } = Environment.GetEnvironmentVariable("DATABRICKS_CONFIG_FILE") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".databrickscfg");

    /// <summary>Looks in the environment, then in the file.</summary>
    /// <param name="profile">The section of the file; <see langword="null"/> means <c>DEFAULT</c>.</param>
    /// <param name="environment">Gives a variable's value.</param>
    /// <param name="configFile">The file; it need not exist.</param>
    /// <param name="credentials">What was found.</param>
    /// <param name="problem">What is missing, and what to do.</param>
    public static bool TryFind(
        string? profile,
        Func<string, string?> environment,
        string configFile,
        [NotNullWhen(true)] out DatabricksCredentials? credentials,
        out Complaint problem)
    {
        var section = ReadSection(configFile, profile ?? DefaultProfile, out var unreadable);
        var host = Given(environment("DATABRICKS_HOST")) ?? Given(Find(section, "host"));
        var token = Given(environment("DATABRICKS_TOKEN")) ?? Given(Find(section, "token"));
        credentials = null;
        if (host is not null && token is not null)
        {
            var address = WithScheme(host);
            var isAddress = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http";
            credentials = isAddress ? new DatabricksCredentials(address, token) : null;
            problem = isAddress ? default : DestinationComplaints.NoWebAddress(host, configFile);
            return isAddress;
        }

        var missing = host is null ? token is null ? "address and token are" : "address is" : "token is";
        problem = DestinationComplaints.NoCredentials(missing, profile ?? DefaultProfile, configFile + unreadable);
        return false;
    }

    private static Dictionary<string, string> ReadSection(string file, string name, out string unreadable)
    {
        unreadable = string.Empty;
        var section = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            var isInside = false;
            foreach (var line in File.Exists(file) ? File.ReadAllLines(file) : [])
            {
                var text = line.Trim();
                var equals = text.IndexOf('=');
                if (text.Length > 1 && text[0] == '[' && text[text.Length - 1] == ']')
                {
                    isInside = text.Substring(1, text.Length - 2).Trim().Equals(name, StringComparison.Ordinal);
                }
                else if (isInside && equals > 0 && text[0] is not ('#' or ';'))
                {
                    section[text.Substring(0, equals).Trim()] = text.Substring(equals + 1).Trim();
                }
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            unreadable = $", which cannot be read ({refused.Message})";
        }

        return section;
    }

    private static string WithScheme(string host)
        => (host.IndexOf("://", StringComparison.Ordinal) < 0 ? "https://" + host : host).TrimEnd('/');

    private static string? Find(Dictionary<string, string> section, string key) => section.TryGetValue(key, out var value) ? value : null;

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text!.Trim();
}
