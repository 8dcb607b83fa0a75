using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>Tells collections, whose items exist, from sequences, whose items are made while they are enumerated.</summary>
internal static class CollectionKinds
{
    /// <summary>Whether enumerating a value of the type runs no query and no iterator.</summary>
    public static bool IsMaterialised(Type type)
    {
        // LINQ's own iterators implement collection interfaces where it suits them
        if (type.Namespace == "System.Linq")
        {
            return type.Name is "Grouping`2" or "Lookup`2";
        }

        return typeof(ICollection).IsAssignableFrom(type)
            || Implements(type, typeof(ICollection<>))
            || Implements(type, typeof(IReadOnlyCollection<>));
    }

    /// <summary>The stand-in of a sequence that is not enumerated.</summary>
    public static string NotEnumerated(Type type)
    {
        var sequence = Interface(type, typeof(IEnumerable<>)) ?? type;
        return $"<{TypeNames.Of(sequence)}: not enumerated>";
    }

    public static bool Implements(Type type, Type definition) => Interface(type, definition) is not null;

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "An interface that was trimmed away makes the value a stand-in, which says so.")]
    public static Type? Interface(Type type, Type definition)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == definition)
        {
            return type;
        }

        foreach (var candidate in type.GetInterfaces())
        {
            if (candidate.IsGenericType && candidate.GetGenericTypeDefinition() == definition)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>The interface of that full name which the type implements.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "An interface that was trimmed away is used by nobody.")]
    public static Type? Interface(Type type, string name)
        => type.GetInterfaces().FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition().FullName == name);

    /// <summary>How many items a generic collection says it has.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Without it the stand-in does not tell how many items were left out.")]
    public static PropertyInfo? CountProperty(Type type)
        => (Interface(type, typeof(IReadOnlyCollection<>)) ?? Interface(type, typeof(ICollection<>)))?.GetProperty("Count");
}
