using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace MLflow.Tracing.Http.Observation;

/// <summary>Reads what the events of <c>HttpClient</c> carry. Their types are internal to the platform, which keeps their properties when a program is trimmed.</summary>
internal static class EventValue
{
    private static readonly ConcurrentDictionary<(Type Type, string Name), PropertyInfo?> s_properties = new();

    /// <summary>The value of a property, or <see langword="null"/> when there is none of that type.</summary>
    public static T? In<T>(object? carrier, string name)
        where T : class
        => Property(carrier, name)?.GetValue(carrier) as T;

    /// <summary>What is common to the events of one request.</summary>
    public static Guid Id(object? carrier) => Property(carrier, "LoggingRequestId")?.GetValue(carrier) is Guid id ? id : Guid.Empty;

    [UnconditionalSuppressMessage("Trimming", "IL2080", Justification = "The platform keeps the properties of its events.")]
    private static PropertyInfo? Property(object? carrier, string name)
        => carrier is null ? null : s_properties.GetOrAdd((carrier.GetType(), name), static key => key.Type.GetProperty(key.Name));
}
