namespace MLflow.Tracing.Tests.Conformance;

/// <summary>Says which gate of the conformance suite a test, or all tests of a class, stand for.</summary>
/// <param name="name">One letter, explained at the head of <c>docs/conformance.md</c>; null when the test is given the letter as an argument.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class GateAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}
