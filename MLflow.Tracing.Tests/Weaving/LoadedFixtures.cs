using System.Collections.Concurrent;
using System.Reflection;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Loads each assembly once.</summary>
internal static class LoadedFixtures
{
    private static readonly ConcurrentDictionary<string, Lazy<Assembly>> s_loaded = [];

    public static Assembly Of(string path) => s_loaded.GetOrAdd(path, p => new Lazy<Assembly>(() => FixtureContext.Load(p))).Value;
}
