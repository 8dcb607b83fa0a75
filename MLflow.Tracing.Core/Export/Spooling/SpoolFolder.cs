using System.Text;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export.Spooling;

/// <summary>The folder of one destination inside the spool: what was meant for one server must not go to another.</summary>
internal static class SpoolFolder
{
    private const int MaxReadable = 60;
    private const int HashDigits = 16;

    /// <summary>A folder named after the server, and after what makes its traces go elsewhere than others'.</summary>
    public static string Of(string spool, TrackingUri uri, MlflowOptions options)
    {
        var server = uri.ServerAddress ?? "databricks-" + uri.Profile;
        var experiment = string.IsNullOrWhiteSpace(options.ExperimentId) ? options.ExperimentName : null;
        var hash = HashOf(string.Join("\n", server, options.Workspace, experiment));
        var address = server.Substring(server.IndexOf("//", StringComparison.Ordinal) is var slashes && slashes < 0 ? 0 : slashes + 2);
        var readable = new string([.. address.Take(MaxReadable).Select(static character => char.IsLetterOrDigit(character) || character is '.' or '-' ? character : '-')]);
        return Path.GetFullPath(Path.Combine(spool.Trim(), $"{readable}-{hash:x16}"));
    }

    /// <summary>Whether a folder has the name of one of them, whatever its destination.</summary>
    public static bool IsNameOfOne(string name)
        => name.Length > HashDigits && name[name.Length - HashDigits - 1] == '-' && name.Skip(name.Length - HashDigits).All(static digit => digit is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    /// <summary>FNV-1a: the same in every process.</summary>
    private static ulong HashOf(string text)
    {
        const ulong Basis = 14695981039346656037;
        const ulong Prime = 1099511628211;
        return Encoding.UTF8.GetBytes(text).Aggregate(Basis, static (hash, next) => unchecked((hash ^ next) * Prime));
    }
}
