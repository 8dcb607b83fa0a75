using MLflow.Tracing.Weaver.Diagnostics;
using MLflow.Tracing.Weaver.Emission;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Finds the function that <c>[Trace(OutputReducer = …)]</c> names: a static method of the iterator's type that takes all items.</summary>
internal static class OutputReducers
{
    private static readonly HashSet<string> s_takeAnArray =
    [
        "System.Collections.Generic.IEnumerable`1",
        "System.Collections.Generic.IReadOnlyCollection`1",
        "System.Collections.Generic.IReadOnlyList`1",
        "System.Collections.Generic.ICollection`1",
        "System.Collections.Generic.IList`1",
    ];

    /// <summary>Looks for the function.</summary>
    /// <param name="iterator">The method with the attribute.</param>
    /// <param name="name">What the attribute names.</param>
    /// <returns>The function, or what is wrong and how to mend it.</returns>
    public static (OutputReducer? Reducer, DiagnosticText? Problem) Find(MethodDefinition iterator, string name)
    {
        if (!IteratorShape.IsMarked(iterator) || IteratorShape.Of(iterator) is not { } shape)
        {
            return (null, SelectionTexts.ReducerWithoutIterator(SourceMethod.DisplayNameOf(iterator)));
        }

        TypeReference item = shape.Item ?? iterator.Module.TypeSystem.Object;
        MethodDefinition? method = iterator.DeclaringType.Methods.FirstOrDefault(candidate => candidate.Name == name && IsReducer(candidate, iterator, item));
        return method is null
            ? (null, SelectionTexts.ReducerNotFound(SourceMethod.DisplayNameOf(iterator), DeclaredNames.TypeNameOf(iterator.DeclaringType), name, SourceTypeNames.Of(item)))
            : (new OutputReducer(Reference(method, iterator), ReplaceTypeParameters(method.ReturnType, iterator)), null);
    }

    private static bool IsReducer(MethodDefinition candidate, MethodDefinition iterator, TypeReference item)
        => candidate is { IsStatic: true, HasBody: true, Parameters.Count: 1 }
        && (candidate.GenericParameters.Count == 0 || candidate.GenericParameters.Count == iterator.GenericParameters.Count)
        && TypeShape.Referent(candidate.ReturnType) is null
        && !TypeShape.IsVoid(candidate.ReturnType)
        && TypeShape.CanBeCaptured(TypeShape.WithoutModifiers(candidate.ReturnType))
        && ReplaceTypeParameters(candidate.Parameters[0].ParameterType, iterator) switch
        {
            ArrayType { Rank: 1 } array => array.ElementType.FullName == item.FullName,
            GenericInstanceType generic => s_takeAnArray.Contains(generic.ElementType.FullName) && generic.GenericArguments[0].FullName == item.FullName,
            _ => false,
        };

    // A generic function is closed over the iterator's own type parameters.
    private static MethodReference Reference(MethodDefinition method, MethodDefinition iterator)
    {
        MethodReference reference = method;
        if (method.DeclaringType.HasGenericParameters)
        {
            var self = new GenericInstanceType(method.DeclaringType);
            foreach (GenericParameter parameter in method.DeclaringType.GenericParameters)
            {
                self.GenericArguments.Add(parameter);
            }

            reference = new MethodReference(method.Name, method.ReturnType, self) { Parameters = { new ParameterDefinition(method.Parameters[0].ParameterType) } };
            foreach (GenericParameter parameter in method.GenericParameters)
            {
                reference.GenericParameters.Add(new GenericParameter(parameter.Name, reference));
            }
        }

        if (!method.HasGenericParameters)
        {
            return reference;
        }

        var closed = new GenericInstanceMethod(reference);
        foreach (GenericParameter parameter in iterator.GenericParameters)
        {
            closed.GenericArguments.Add(parameter);
        }

        return closed;
    }

    private static TypeReference ReplaceTypeParameters(TypeReference type, MethodDefinition iterator)
    {
        switch (TypeShape.WithoutModifiers(type))
        {
            case GenericParameter { Type: GenericParameterType.Method } parameter:
                return iterator.GenericParameters[parameter.Position];
            case ArrayType { Rank: 1 } array:
                return new ArrayType(ReplaceTypeParameters(array.ElementType, iterator));
            case GenericInstanceType generic:
                var replaced = new GenericInstanceType(generic.ElementType);
                foreach (TypeReference argument in generic.GenericArguments)
                {
                    replaced.GenericArguments.Add(ReplaceTypeParameters(argument, iterator));
                }

                return replaced;
            case var other:
                return other;
        }
    }
}
