using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>Makes the code that tells a scope about the method's result, and leaves the result on the stack.</summary>
/// <param name="woven">The method.</param>
/// <param name="scope">The scope.</param>
/// <param name="result">The local with the result; null for a method without one, or that never returns.</param>
internal delegate IReadOnlyList<Instruction> ResultReport(WovenMethod woven, VariableDefinition scope, VariableDefinition? result);
