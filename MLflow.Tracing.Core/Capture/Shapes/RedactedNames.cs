using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>
/// The members of a type that <see cref="RedactAttribute"/> keeps secret, wherever it stands: on the property or field, on a parameter of a
/// constructor that fills it (records), on the base type's, or on the property of an interface. Compared without regard to case.
/// </summary>
internal static class RedactedNames
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly HashSet<string> s_none = new(StringComparer.OrdinalIgnoreCase);
    private static readonly ConcurrentDictionary<Type, HashSet<string>> s_known = new();

    /// <summary>The names; empty for most types.</summary>
    public static HashSet<string> Of(Type type) => s_known.GetOrAdd(type, Find);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "What was trimmed is not in the object either; a constructor that is used is kept, with its parameters' attributes.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "As above.")]
    private static HashSet<string> Find(Type type)
    {
        HashSet<string>? names = null;
        for (var current = type; current is not null && current != typeof(object); current = current.BaseType)
        {
            AddMembers(current, ref names);
            foreach (var constructor in current.GetConstructors(Own))
            {
                Add(constructor.GetParameters().Where(static parameter => parameter.IsDefined(typeof(RedactAttribute), inherit: false)).Select(static parameter => parameter.Name), ref names);
            }
        }

        foreach (var contract in type.GetInterfaces())
        {
            AddMembers(contract, ref names);
        }

        return names ?? s_none;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "What was trimmed is not in the object either.")]
    private static void AddMembers(Type type, ref HashSet<string>? names)
        => Add(
            type.GetProperties(Own).Concat<MemberInfo>(type.GetFields(Own)).Where(static member => member.IsDefined(typeof(RedactAttribute), inherit: false)).Select(static member => member.Name),
            ref names);

    private static void Add(IEnumerable<string?> found, ref HashSet<string>? names)
    {
        foreach (var name in found.OfType<string>())
        {
            (names ??= new HashSet<string>(StringComparer.OrdinalIgnoreCase)).Add(name);
        }
    }
}
