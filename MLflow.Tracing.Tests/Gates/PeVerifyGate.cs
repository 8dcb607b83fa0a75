using System.Diagnostics;
using System.Text.RegularExpressions;

namespace MLflow.Tracing.Tests.Gates;

/// <summary>Gate M: type verification by mono's <c>peverify</c>, which Debian has in the package <c>mono-utils</c>.</summary>
internal sealed partial class PeVerifyGate : IGate
{
    private const string Program = "peverify";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    public string Name => "M";

    public string Purpose => "types on the stack, as mono's peverify checks them";

    /// <summary>Why the gate cannot run on this machine; null when it can.</summary>
    public static string? MissingBecause { get; } = FindProgram() is null
        ? $"'{Program}' is not installed (Debian and Ubuntu: apt-get install mono-utils mono-devel)"
        : null;

    public GateResult Check(string assembly, string? baseline)
    {
        if (MissingBecause is { } reason)
        {
            return GateResult.Skipped(reason);
        }

        string framework = TargetFramework.Of(assembly);
        return framework.StartsWith(TargetFramework.NetCore, StringComparison.Ordinal)
            ? GateResult.Skipped($"the assembly is for {framework}, whose metadata mono cannot read")
            : GateResult.Compare(Findings(assembly).Distinct(), baseline is null ? [] : FindingsOfBaseline(baseline));
    }

    // A pointer is reported wherever it is loaded, so a finding counts once a method; and what a method returned is stored now, with the same complaint.
    private static IEnumerable<string> FindingsOfBaseline(string path)
    {
        string[] findings = Findings(path);
        return findings.Concat(findings.Select(f => WrongReturn().Replace(f, "Incompatible type '${type}' on stack cannot be stored to a local with type '${due}'"))).Distinct();
    }

    /// <summary>One line for each finding: the method and the message, without offsets, rows and numbers, which weaving moves.</summary>
    public static string[] Findings(string path)
    {
        (int exitCode, string[] output) = Run(Path.GetFullPath(path));
        var findings = new List<string>();
        string method = "";
        foreach (string line in output)
        {
            if (line.StartsWith("In method: ", StringComparison.Ordinal))
            {
                method = line["In method: ".Length..];
            }
            else if (line.Length > 0 && !line.StartsWith("Error count: ", StringComparison.Ordinal))
            {
                string text = LocalNumber().Replace(Position().Replace(line, ""), "a local");
                findings.Add(method.Length == 0 ? text : $"{method}: {text}");
            }
        }

        // Whatever it could not say in its own words: a crash, a file it does not open.
        return exitCode == 0 || findings.Count > 0 ? [.. findings] : [$"{Program} ended with exit code {exitCode}: {string.Join(' ', output)}"];
    }

    private static (int ExitCode, string[] Output) Run(string path)
    {
        var start = new ProcessStartInfo(FindProgram()!, [path])
        {
            WorkingDirectory = Path.GetDirectoryName(path),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Core for netstandard2.0 stands in where the assembly has none beside it.
        start.Environment["MONO_PATH"] = Path.GetDirectoryName(path) + Path.PathSeparator + Path.Combine(AppContext.BaseDirectory, "netstandard2.0");
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{Program} {path}' did not end within {s_limit}.");
        }

        process.WaitForExit();
        return (process.ExitCode, [.. output.GetAwaiter().GetResult().Split('\n'), .. error.GetAwaiter().GetResult().Split('\n')]);
    }

    private static string? FindProgram()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, Program)).FirstOrDefault(File.Exists);

    [GeneratedRegex(@"Incompatible return value on stack with method signature, expected '(?<due>[^']*)' but got '(?<type>[^']*)'")]
    private static partial Regex WrongReturn();

    [GeneratedRegex(@"\blocal \d+")]
    private static partial Regex LocalNumber();

    [GeneratedRegex(@"( at)? 0x[0-9a-f]{4,}| row \d+", RegexOptions.IgnoreCase)]
    private static partial Regex Position();
}
