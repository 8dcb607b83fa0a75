using System.Globalization;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>
/// Compares methods of a type and of its generic bases: <c>Handle(string)</c> implements <c>Handle(T)</c> of <c>IHandler&lt;string&gt;</c>.
/// Types are compared as text, with the arguments that a type is closed over in place of its parameters.
/// </summary>
internal static class ClosedSignature
{
    /// <summary>The arguments of a type seen from inside: its own parameters.</summary>
    public static IReadOnlyList<string> OpenArguments(TypeDefinition type) => [.. type.GenericParameters.Select(static parameter => "!" + Number(parameter.Position))];

    /// <summary>The arguments that a base type or interface is closed over, where it is mentioned.</summary>
    /// <param name="mention">The base type or interface, as the derived type names it.</param>
    /// <param name="arguments">The arguments of the derived type.</param>
    public static IReadOnlyList<string> Arguments(TypeReference mention, IReadOnlyList<string> arguments)
        => mention is GenericInstanceType generic ? [.. generic.GenericArguments.Select(argument => Text(argument, arguments))] : [];

    /// <summary>Name, generic arity and parameters. Return types may differ (covariant ones), and never distinguish two methods of C# or Visual Basic.</summary>
    public static string Of(MethodDefinition method, IReadOnlyList<string> arguments)
        => method.Name + "`" + Number(method.GenericParameters.Count) + "(" + string.Join(",", method.Parameters.Select(parameter => Text(parameter.ParameterType, arguments))) + ")";

    private static string Text(TypeReference type, IReadOnlyList<string> arguments) => type switch
    {
        GenericParameter { Type: GenericParameterType.Method } parameter => "!!" + Number(parameter.Position),
        GenericParameter parameter => parameter.Position < arguments.Count ? arguments[parameter.Position] : "!" + Number(parameter.Position),
        GenericInstanceType generic => generic.ElementType.FullName + "<" + string.Join(",", generic.GenericArguments.Select(argument => Text(argument, arguments))) + ">",
        ArrayType array => Text(array.ElementType, arguments) + "[" + new string(',', array.Rank - 1) + "]",
        ByReferenceType reference => Text(reference.ElementType, arguments) + "&",
        PointerType pointer => Text(pointer.ElementType, arguments) + "*",
        IModifierType modified => Text(modified.ElementType, arguments),
        _ => type.FullName,
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
