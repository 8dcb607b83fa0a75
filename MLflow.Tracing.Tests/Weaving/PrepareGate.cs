using System.Reflection;
using System.Runtime.CompilerServices;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Gate J: has the run-time compile every method, generic ones over <c>int</c> and over <c>string</c>.</summary>
internal static class PrepareGate
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    /// <summary>Compiles what is in an assembly.</summary>
    /// <returns>How many were compiled, and what went wrong.</returns>
    public static (int Prepared, IReadOnlyList<string> Failures) Run(Assembly assembly)
    {
        int prepared = 0;
        var failures = new List<string>();
        foreach (Type type in assembly.GetTypes())
        {
            foreach (MethodBase method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)))
            {
                if (method.IsAbstract || method.GetMethodBody() is null)
                {
                    continue;
                }

                bool isGeneric = method.IsGenericMethodDefinition || type.IsGenericTypeDefinition;
                foreach (Type argument in isGeneric ? [typeof(int), typeof(string)] : new[] { typeof(int) })
                {
                    prepared += Prepare(type, method, argument, failures);
                }
            }
        }

        return (prepared, failures);
    }

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
            failures.Add($"{type}.{method} over {argument}: {exception.GetType().Name} {exception.Message}");
            return 0;
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
