using System.Globalization;
using MLflow.Tracing.Complaints;

namespace MLflow.Tracing.Export;

/// <summary>What a <see cref="FolderStoreReader"/> could not read; to be reported as it says itself.</summary>
/// <param name="File">The file's full path.</param>
/// <param name="LineNumber">Counted from 1; 0 when the whole file could not be read.</param>
/// <param name="Reason">What is wrong with it, a sentence without its end.</param>
internal sealed record SkippedLine(string File, int LineNumber, string Reason)
{
    public Complaint Complaint => LineNumber == 0
        ? DestinationComplaints.FileSkipped(File, Reason)
        : DestinationComplaints.LineSkipped(LineNumber.ToString(CultureInfo.InvariantCulture), File, Reason);

    public override string ToString() => Complaint.Message;
}
