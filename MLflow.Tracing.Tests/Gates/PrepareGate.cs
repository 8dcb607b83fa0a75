using System.Reflection;
using System.Runtime.CompilerServices;

namespace MLflow.Tracing.Tests.Gates;

/// <summary>Gate J: has the run-time compile every method, generic ones over <c>int</c> and over <c>string</c>.</summary>
/// <param name="includesNetFramework">Whether assemblies for .NET Framework are tried, too: right where what they refer to exists on this platform.</param>
internal sealed class PrepareGate(bool includesNetFramework) : IGate
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    public string Name => "J";

    public string Purpose => "whether the run-time compiles every method";

    public GateResult Check(string assembly, string? baseline)
    {
        string framework = TargetFramework.Of(assembly);
        if (framework.StartsWith(TargetFramework.NetFramework, StringComparison.Ordinal) && !includesNetFramework)
        {
            return GateResult.Skipped($"the assembly is for {framework}, which this run-time does not run");
        }

        return GateResult.Compare(Run(FixtureContext.Load(assembly)).Failures, baseline is null ? [] : Run(FixtureContext.Load(baseline)).Failures);
    }

    /// <summary>Compiles what is in an assembly.</summary>
    /// <returns>How many were compiled, and what went wrong.</returns>
    public static (int Prepared, IReadOnlyList<string> Failures) Run(Assembly assembly)
    {
        int prepared = 0;
        var failures = new List<string>();
        foreach (Type type in Types(assembly, failures))
        {
            foreach (MethodBase method in Methods(type, failures).Where(HasIl))
            {
                bool isGeneric = method.IsGenericMethodDefinition || type.IsGenericTypeDefinition;
                foreach (Type argument in isGeneric ? [typeof(int), typeof(string)] : new[] { typeof(int) })
                {
                    prepared += Prepare(type, method, argument, failures);
                }
            }
        }

        return (prepared, failures);
    }

    // Types that do not load are findings, and no reason to look no further.
    private static Type[] Types(Assembly assembly, List<string> failures)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            failures.AddRange(exception.LoaderExceptions.OfType<Exception>().Select(e => $"a type does not load: {e.GetType().Name} {e.Message}"));
            return [.. exception.Types.OfType<Type>()];
        }
    }

    private static IEnumerable<MethodBase> Methods(Type type, List<string> failures)
    {
        try
        {
            return [.. type.GetMethods(Declared), .. type.GetConstructors(Declared)];
        }
        catch (Exception exception) when (exception is TypeLoadException or IOException or BadImageFormatException)
        {
            failures.Add($"{type}: its members do not load: {exception.GetType().Name} {exception.Message}");
            return [];
        }
    }

    private static bool HasIl(MethodBase method)
        => (method.Attributes & (MethodAttributes.Abstract | MethodAttributes.PinvokeImpl)) == 0
            && (method.MethodImplementationFlags & (MethodImplAttributes.CodeTypeMask | MethodImplAttributes.InternalCall)) == MethodImplAttributes.IL;

    private static int Prepare(Type type, MethodBase method, Type argument, List<string> failures)
    {
        int typeArguments = type.GetGenericArguments().Length;
        int methodArguments = method.IsGenericMethodDefinition ? method.GetGenericArguments().Length : 0;
        RuntimeTypeHandle[] instantiation = [.. Enumerable.Repeat(argument.TypeHandle, typeArguments + methodArguments)];
        try
        {
            if (instantiation.Length == 0)
            {
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
            else if (AllowsArgument(type, method, argument))
            {
                RuntimeHelpers.PrepareMethod(method.MethodHandle, instantiation);
            }
            else
            {
                return 0;
            }

            return 1;
        }
#pragma warning disable CA1031 // every failure is a finding
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failures.Add($"{type}.{Signature(method)} over {argument}: {exception.GetType().Name} {exception.Message}");
            return 0;
        }
    }

    // A signature with types that do not load cannot be shown.
    private static string Signature(MethodBase method)
    {
        try
        {
            return method.ToString()!;
        }
        catch (Exception exception) when (exception is TypeLoadException or IOException or BadImageFormatException)
        {
            return method.Name;
        }
    }

    // Whether the constraints can be met; for one that names the parameter itself the framework's own check is asked.
    private static bool AllowsArgument(Type type, MethodBase method, Type argument)
    {
        try
        {
            Type closed = type.IsGenericTypeDefinition ? type.MakeGenericType([.. type.GetGenericArguments().Select(_ => argument)]) : type;
            if (method is MethodInfo { IsGenericMethodDefinition: true } generic)
            {
                var onClosed = (MethodInfo)MethodBase.GetMethodFromHandle(generic.MethodHandle, closed.TypeHandle)!;
                onClosed.MakeGenericMethod([.. generic.GetGenericArguments().Select(_ => argument)]);
            }

            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (TypeLoadException)
        {
            return false;
        }
    }
}
