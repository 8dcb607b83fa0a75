using MLflow.Tracing.Weaver.Selection;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Cli.Inspection;

/// <summary>A woven method, as its descriptor and its code tell of it.</summary>
/// <param name="Function">Namespace, type and method, joined by dots.</param>
/// <param name="SpanName">The span's name.</param>
/// <param name="SpanType">The span's type.</param>
/// <param name="Parameters">The parameters that are recorded.</param>
/// <param name="Flags">What the weaver found out about it.</param>
/// <param name="Strategy">How it is woven; <see langword="null"/> when no code uses the descriptor, as after trimming.</param>
internal sealed record InspectedMethod(string Function, string SpanName, string SpanType, IReadOnlyList<string> Parameters, TraceSiteFlags Flags, WeavingStrategy? Strategy);
