using System.Diagnostics;

namespace MLflow.Tracing.DeliveryCost;

/// <summary>Client and server have a core each, where there are two.</summary>
internal static class Core
{
    public const int First = 1;
    public const int Second = 2;

    public static void Use(int mask)
    {
        if (Environment.ProcessorCount > 1 && (OperatingSystem.IsLinux() || OperatingSystem.IsWindows()))
        {
            using var self = Process.GetCurrentProcess();
            self.ProcessorAffinity = mask;
        }
    }
}
