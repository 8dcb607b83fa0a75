using System.Reflection;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing;

/// <summary>Finds the run-time defaults that the weaver wrote into assemblies.</summary>
internal static class WovenDefaults
{
    /// <summary>Those of the entry assembly, else of the first loaded assembly that has any. A second one that differs is reported.</summary>
    public static WovenAttribute? Find(TracingDiagnostics diagnostics)
    {
        if (Assembly.GetEntryAssembly()?.GetCustomAttribute<WovenAttribute>() is { } entry && HasDefaults(entry))
        {
            return entry;
        }

        WovenAttribute? found = null;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (MayBeWoven(assembly) && assembly.GetCustomAttribute<WovenAttribute>() is { } defaults && HasDefaults(defaults))
            {
                if (found is not null && !IsSame(found, defaults))
                {
                    diagnostics.Report(StartComplaints.OtherDefaults(assembly.GetName().Name ?? assembly.FullName!));
                }

                found ??= defaults;
            }
        }

        return found;
    }

    /// <summary>The first loaded assembly that was woven, for hosts that have no entry assembly.</summary>
    public static Assembly? FirstWovenAssembly()
        => AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(static assembly => MayBeWoven(assembly) && assembly.IsDefined(typeof(WovenAttribute), inherit: false));

    /// <summary>Applies the defaults that were written.</summary>
    public static void ApplyTo(this WovenAttribute defaults, MlflowOptions options)
    {
        options.TrackingUri = defaults.TrackingUri ?? options.TrackingUri;
        options.ExperimentId = defaults.ExperimentId ?? options.ExperimentId;
        options.ExperimentName = defaults.ExperimentName ?? options.ExperimentName;
    }

    private static bool HasDefaults(WovenAttribute woven)
        => woven.TrackingUri is not null || woven.ExperimentId is not null || woven.ExperimentName is not null;

    private static bool IsSame(WovenAttribute one, WovenAttribute other)
        => (one.TrackingUri, one.ExperimentId, one.ExperimentName) == (other.TrackingUri, other.ExperimentId, other.ExperimentName);

    private static bool MayBeWoven(Assembly assembly)
        => !assembly.IsDynamic
            && assembly.FullName is { } name
            && !name.StartsWith("System.", StringComparison.Ordinal)
            && !name.StartsWith("Microsoft.", StringComparison.Ordinal);
}
