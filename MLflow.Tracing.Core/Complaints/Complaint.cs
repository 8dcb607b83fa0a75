namespace MLflow.Tracing.Complaints;

/// <summary>
/// One thing the library complains about. The catalogues beside this file are the only place where it is worded: messages are made from them,
/// and <c>docs/diagnostics.md</c> too, with the names of their parameters in place of values.
/// </summary>
/// <param name="Id">The id; several complaints may share one.</param>
/// <param name="Cause">What happened, as one sentence.</param>
/// <param name="Remedy">What to do, as one sentence; empty when there is nothing to do.</param>
/// <param name="Subject">For the page: what stands before a cause that a message begins with something of its own.</param>
internal readonly record struct Complaint(string Id, string Cause, string Remedy, string? Subject = null)
{
    /// <summary>Cause and remedy.</summary>
    public string Message => Remedy.Length == 0 ? Cause : Cause + " " + Remedy;

    /// <summary>The same about a certain thing.</summary>
    public Complaint About(string subject) => this with { Cause = subject + " " + Cause };
}
