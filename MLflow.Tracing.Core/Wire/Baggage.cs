using System.Globalization;
using System.Text;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Wire;

/// <summary>The W3C header <c>baggage</c>, of which tracing uses two members: the session and the user of a trace.</summary>
/// <param name="Session">The session, or <see langword="null"/>.</param>
/// <param name="User">The user, or <see langword="null"/>.</param>
internal readonly record struct Baggage(string? Session, string? User)
{
    public const string HeaderName = "baggage";

    /// <summary>What W3C asks everybody to pass on; more may be dropped on the way.</summary>
    public const int MaxBytes = 8192;

    private const int MaxMembers = 64;

    /// <summary>Both limits, in words.</summary>
    public static string Limits { get; } = string.Format(CultureInfo.InvariantCulture, "{0} bytes and {1} members", MaxBytes, MaxMembers);

    public bool IsEmpty => string.IsNullOrEmpty(Session) && string.IsNullOrEmpty(User);

    /// <summary>Reads a header's value; members of others, and what is no member, are passed over.</summary>
    /// <returns>False when the header is longer than W3C allows, and nothing of it is used.</returns>
    public static bool TryParse(string text, out Baggage baggage)
    {
        baggage = default;
        var members = text.Split(',');
        if (text.Length > MaxBytes || members.Length > MaxMembers)
        {
            return false;
        }

        foreach (var member in members)
        {
            // What follows a semicolon are properties of the member.
            var pair = member.Split(';')[0].Split(['='], 2);
            if (pair.Length == 2)
            {
                baggage = baggage.With(pair[0].Trim(), Uri.UnescapeDataString(pair[1].Trim()));
            }
        }

        return true;
    }

    /// <summary>The header's value; values are percent-encoded.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, TraceMetadataKey.Session, Session);
        Append(text, TraceMetadataKey.User, User);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            text.Append(text.Length > 0 ? "," : string.Empty).Append(key).Append('=');
            AppendEncoded(text, value!);
        }
    }

    // Uri.EscapeDataString throws on half a surrogate pair on .NET Framework; UTF-8 has a replacement for it.
    private static void AppendEncoded(StringBuilder text, string value)
    {
        foreach (var octet in Encoding.UTF8.GetBytes(value))
        {
            if (IsUnreserved(octet))
            {
                text.Append((char)octet);
            }
            else
            {
                text.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
            }
        }
    }

    private static bool IsUnreserved(byte octet)
        => (char)octet is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '.' or '_' or '~';

    /// <summary>The first of several members with one name counts.</summary>
    private Baggage With(string key, string value) => key switch
    {
        _ when value.Length == 0 => this,
        TraceMetadataKey.Session => this with { Session = Session ?? value },
        TraceMetadataKey.User => this with { User = User ?? value },
        _ => this,
    };
}
