#if NET
using System.Globalization;
using System.Runtime.InteropServices;

namespace MLflow.Tracing;

/// <summary>SIGTERM, SIGINT and SIGHUP. <see cref="AppDomain.ProcessExit"/> is not raised when one of them ends the process.</summary>
internal static class TerminationSignals
{
    private const string StatusFile = "/proc/self/status";
    private const string IgnoredSignals = "SigIgn:";

    // The signals' numbers on Linux.
    private static readonly (PosixSignal Signal, int Number)[] s_signals = [(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15)];

    private static PosixSignalRegistration[] s_registrations = [];

    /// <summary>Calls the handler when one arrives; what the signal does otherwise stays as it is.</summary>
    public static void Watch(Action<PosixSignalContext> handler)
    {
        if (OperatingSystem.IsBrowser() || OperatingSystem.IsAndroid() || OperatingSystem.IsIOS() || OperatingSystem.IsTvOS())
        {
            return;
        }

        // nohup, and a shell that starts a job in the background: what the process ignores does not end it.
        var ignored = Ignored();
        s_registrations = [.. s_signals.Where(signal => (ignored & (1UL << (signal.Number - 1))) == 0).Select(signal => PosixSignalRegistration.Create(signal.Signal, handler))];
    }

    /// <summary>Takes the handlers away.</summary>
    public static void Ignore()
    {
        foreach (var registration in s_registrations)
        {
            registration.Dispose();
        }

        s_registrations = [];
    }

    private static ulong Ignored()
    {
        try
        {
            var line = OperatingSystem.IsLinux() ? File.ReadLines(StatusFile).FirstOrDefault(static line => line.StartsWith(IgnoredSignals, StringComparison.Ordinal)) : null;
            return line is not null && ulong.TryParse(line.AsSpan(IgnoredSignals.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var mask) ? mask : 0;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
#endif
