using System.Globalization;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export;

/// <summary>Counts the attachments of one trace that were not delivered, and reports them at once with the last reason.</summary>
internal sealed class AttachmentFailures(Trace trace, TracingDiagnostics diagnostics)
{
    private int _tried;
    private int _failed;
    private DeliveryFailure? _last;

    /// <summary>Counts an attachment.</summary>
    /// <param name="failure">Why it was not delivered; <see langword="null"/> when it was.</param>
    public void Add(DeliveryFailure? failure)
    {
        _tried++;
        if (failure is not null)
        {
            _failed++;
            _last = failure;
        }
    }

    /// <summary>Counts all that are left, which would meet the same fate.</summary>
    public void AddRest(DeliveryFailure failure)
    {
        while (_tried < trace.Attachments.Count)
        {
            Add(failure);
        }
    }

    /// <summary>Reports, unless the time for delivery was up: whoever set it reports that.</summary>
    public void Report()
    {
        if (_last is { IsCancelled: false } failure)
        {
            var subject = $"{_failed.ToString(CultureInfo.InvariantCulture)} attachment(s) of trace {trace.Info.TraceId} are not delivered, and their references lead nowhere:";
            diagnostics.Report(failure.Complaint.About(subject), failure.Cause, _failed);
        }
    }
}
