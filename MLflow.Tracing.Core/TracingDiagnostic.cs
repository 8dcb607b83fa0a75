namespace MLflow.Tracing;

/// <summary>One complaint of the tracing library about itself.</summary>
/// <param name="Id">A stable id such as <c>MLT201</c>; <c>docs/diagnostics.md</c> lists them.</param>
/// <param name="Message">What happened, where, and what to do.</param>
/// <param name="Exception">The cause, if there is one.</param>
/// <example>
/// <code>
/// Mlflow.Diagnostics.Reported += diagnostic => Console.Error.WriteLine($"{diagnostic.Id}: {diagnostic.Message} {diagnostic.Exception?.Message}");
/// </code>
/// </example>
public sealed record TracingDiagnostic(string Id, string Message, Exception? Exception = null);
