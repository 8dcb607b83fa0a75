using System.Diagnostics.CodeAnalysis;

namespace MLflow.Tracing.Wire;

/// <summary>
/// Where traces go, read from text: <c>http(s)://…</c>, <c>databricks</c>, <c>databricks://PROFILE</c>, or <c>file:</c> and a folder
/// (<c>file:rel/ative</c>, <c>file:/absolute</c>, <c>file:///absolute</c>, percent-decoded).
/// </summary>
/// <remarks>Immutable. A relative folder is resolved when the text is read, so that a later change of the working directory moves nothing.</remarks>
internal sealed record TrackingUri
{
    private const string Databricks = "databricks";
    private const string AllowedForms = "Use http://HOST, https://HOST, databricks, databricks://PROFILE, or file:FOLDER.";

    private TrackingUri(TrackingUriKind kind) => Kind = kind;

    /// <summary>Decides which of the other properties is set.</summary>
    public TrackingUriKind Kind { get; }

    /// <summary>The server's address with its path prefix, if it has one; no slash at the end, no user information.</summary>
    public string? ServerAddress { get; private init; }

    /// <summary>The user named in the address (<c>http://user:password@host</c>).</summary>
    public string? User { get; private init; }

    /// <summary>The password in the address.</summary>
    public string? Password { get; private init; }

    /// <summary>The profile of <c>~/.databrickscfg</c>; <see langword="null"/> for plain <c>databricks</c>.</summary>
    public string? Profile { get; private init; }

    /// <summary>The folder's full path.</summary>
    public string? Folder { get; private init; }

    /// <summary>Reads the text.</summary>
    /// <exception cref="ArgumentException">It is none of the allowed forms; the message names it, what is wrong, and the forms.</exception>
    public static TrackingUri Parse(string trackingUri)
        => TryParse(trackingUri, out var uri, out var problem) ? uri : throw new ArgumentException(problem, nameof(trackingUri));

    /// <summary>Reads the text, as <see cref="Parse"/>, for values that a user did not pass himself.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out TrackingUri? uri, [NotNullWhen(false)] out string? problem)
    {
        var trimmed = text?.Trim() ?? string.Empty;
        var fault = Read(trimmed, out uri);
        problem = fault is null ? null : $"The tracking URI '{WithoutPassword(trimmed)}' {fault}";
        return uri is not null && fault is null;
    }

    /// <summary>What is wrong with the text, as the end of a sentence; <see langword="null"/> when <paramref name="uri"/> is set.</summary>
    private static string? Read(string text, out TrackingUri? uri)
    {
        uri = null;
        if (text.Equals(Databricks, StringComparison.OrdinalIgnoreCase))
        {
            uri = new TrackingUri(TrackingUriKind.Databricks);
            return null;
        }

        var colon = text.IndexOf(':');
        var scheme = colon > 0 ? text.Substring(0, colon) : string.Empty;
        var rest = text.Substring(colon + 1);
        switch (scheme.ToUpperInvariant())
        {
            case "HTTP" or "HTTPS":
                return ReadServer(text, out uri);
            case "DATABRICKS":
                return ReadProfile(rest, out uri);
            case "FILE":
                return ReadFolder(rest, out uri);
        }

        // One letter is a Windows drive.
        return scheme.Length <= 1
            ? $"has no scheme. {AllowedForms} A folder is written 'file:{text.Replace('\\', '/')}'."
            : $"has the scheme '{scheme}', which this library cannot write to. {AllowedForms}";
    }

    private static string? ReadServer(string text, out TrackingUri? uri)
    {
        uri = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var parsed) || parsed.Host.Length == 0)
        {
            return $"is not a complete web address. {AllowedForms}";
        }

        if (parsed.Query.Length + parsed.Fragment.Length > 0)
        {
            return "has a query or a fragment, which the address of an MLflow server cannot have. Leave out what follows '?' or '#'.";
        }

        var userInfo = parsed.UserInfo.Split([':'], 2);
        uri = new TrackingUri(TrackingUriKind.Server)
        {
            ServerAddress = parsed.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/'),
            User = userInfo.Length == 2 ? Uri.UnescapeDataString(userInfo[0]) : null,
            Password = userInfo.Length == 2 ? Uri.UnescapeDataString(userInfo[1]) : null,
        };
        return null;
    }

    private static string? ReadProfile(string rest, out TrackingUri? uri)
    {
        uri = null;
        var profile = rest.Trim('/');
        if (!rest.StartsWith("//", StringComparison.Ordinal) || profile.Length == 0)
        {
            return $"names no profile. {AllowedForms}";
        }

        uri = new TrackingUri(TrackingUriKind.Databricks) { Profile = profile };
        return null;
    }

    private static string? ReadFolder(string rest, out TrackingUri? uri)
    {
        uri = null;
        if (!FolderUri.TryRead(rest, out var folder, out var fault))
        {
            return $"{fault} {AllowedForms}";
        }

        if (FolderUri.HasMlrunsLayout(folder))
        {
            return $"names '{folder}', which holds experiments in the layout of MLflow's Python file store (mlruns). This library keeps another format and would mix with it: name another folder, or start 'mlflow server' on that one and use its address.";
        }

        uri = new TrackingUri(TrackingUriKind.Folder) { Folder = folder };
        return null;
    }

    /// <summary>Messages are printed and logged; a password must not be.</summary>
    private static string WithoutPassword(string text)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var at = text.LastIndexOf('@');
        return start > 2 && at > start ? $"{text.Substring(0, start)}***{text.Substring(at)}" : text;
    }
}
