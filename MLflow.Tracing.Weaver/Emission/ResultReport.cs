using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>Makes the code that tells a scope about the method's result.</summary>
/// <param name="woven">The method.</param>
/// <param name="scope">The scope.</param>
/// <param name="result">The local with the result; null for a method without one, or that never returns.</param>
/// <param name="editor">For further locals.</param>
internal delegate ResultCode ResultReport(WovenMethod woven, VariableDefinition scope, VariableDefinition? result, MethodBodyEditor editor);

/// <summary>The parts of a result's report.</summary>
/// <param name="AtEntry">Before the prologue.</param>
/// <param name="WhenRecording">At the end of the prologue, only when the call is recorded.</param>
/// <param name="AtReturn">The epilogue up to the <c>ret</c>; leaves the result on the stack.</param>
internal sealed record ResultCode(IReadOnlyList<Instruction> AtEntry, IReadOnlyList<Instruction> WhenRecording, IReadOnlyList<Instruction> AtReturn);
