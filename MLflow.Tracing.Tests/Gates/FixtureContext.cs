using System.Reflection;
using System.Runtime.Loader;

namespace MLflow.Tracing.Tests.Gates;

/// <summary>
/// A load context for one assembly and what lies beside it, so that woven and unwoven builds run side by side. What does not lie beside it, as Core does
/// in the tests, is shared with the program that runs.
/// </summary>
internal sealed class FixtureContext : AssemblyLoadContext
{
    // Fixtures for older platforms bring one with types of its own; on this platform a program gets the one that forwards to the platform's.
    private const string ForwardingPackage = "Microsoft.Bcl.AsyncInterfaces";

    private readonly string _folder;

    private FixtureContext(string path)
        : base(path) => _folder = Path.GetDirectoryName(path)!;

    /// <summary>Loads an assembly into a context of its own.</summary>
    public static Assembly Load(string path) => new FixtureContext(path).LoadFromAssemblyPath(path);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string beside = Path.Combine(_folder, assemblyName.Name + ".dll");
        bool isPlatforms = File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, assemblyName.Name + ".dll"));
        return !isPlatforms && assemblyName.Name != ForwardingPackage && File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
    }
}
