using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Decides from a method's metadata and body how it can be woven. A pure function; knows nothing of rules and attributes of ours.</summary>
internal static class StrategyClassifier
{
    /// <summary>Classifies one method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="isExplicit">Whether an attribute on the member itself asked; some shapes are woven only then.</param>
    public static Classification Classify(MethodDefinition method, bool isExplicit) => throw new NotImplementedException();
}
