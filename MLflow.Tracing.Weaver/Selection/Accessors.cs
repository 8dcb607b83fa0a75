using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Finds the property or event that an accessor belongs to; attributes and names are the property's.</summary>
internal static class Accessors
{
    /// <summary>The property or event of an accessor, <see langword="null"/> for any other method.</summary>
    public static IMemberDefinition? OwnerOf(MethodDefinition method)
    {
        var type = method.DeclaringType;
        if (method.IsGetter || method.IsSetter)
        {
            return type.Properties.FirstOrDefault(property => property.GetMethod == method || property.SetMethod == method);
        }

        if (method.IsAddOn || method.IsRemoveOn || method.IsFire)
        {
            return type.Events.FirstOrDefault(candidate => candidate.AddMethod == method || candidate.RemoveMethod == method || candidate.InvokeMethod == method);
        }

        return ExtensionPropertyOf(method);
    }

    // K1: the accessors of an extension property are ordinary static methods; the property itself exists only among the skeletons.
    private static PropertyDefinition? ExtensionPropertyOf(MethodDefinition method)
    {
        var isNamedAsAccessor = method.Name.StartsWith("get_", StringComparison.Ordinal) || method.Name.StartsWith("set_", StringComparison.Ordinal);
        if (!method.IsStatic || !isNamedAsAccessor || CompilerArtefacts.IsExtensionSkeleton(method))
        {
            return null;
        }

        return method.DeclaringType.NestedTypes
            .Where(static nested => nested.Name.StartsWith("<G>$", StringComparison.Ordinal))
            .SelectMany(static group => group.Properties)
            .Where(property => property.GetMethod?.Name == method.Name || property.SetMethod?.Name == method.Name)
            .OrderByDescending(property => HasReceiverOf(property, method))
            .FirstOrDefault();
    }

    // Properties of one name may extend several types; the compiler keeps the receiver in a marker type beside the skeletons.
    private static bool HasReceiverOf(PropertyDefinition property, MethodDefinition implementation)
        => implementation.HasParameters && property.DeclaringType.NestedTypes
            .SelectMany(static marker => marker.Methods)
            .Any(marker => marker.HasParameters && marker.Parameters[0].ParameterType.FullName == implementation.Parameters[0].ParameterType.FullName);
}
