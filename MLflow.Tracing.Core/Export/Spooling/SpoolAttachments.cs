using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Recording;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export.Spooling;

/// <summary>The attachments of spooled traces, kept as the folder store keeps them. The references in a trace tell which are its own.</summary>
internal static class SpoolAttachments
{
    /// <summary>Stores those of a trace; what fails is reported.</summary>
    public static void Write(string folder, Trace trace, TracingDiagnostics diagnostics)
    {
        var failures = new AttachmentFailures(trace, diagnostics);
        foreach (var attachment in trace.Attachments)
        {
            failures.Add(FolderStoreAttachments.TryWrite(folder, attachment));
        }

        failures.Report();
    }

    /// <summary>The trace with its attachments.</summary>
    public static Trace ReadInto(string folder, Trace trace, TracingDiagnostics diagnostics)
    {
        var attachments = new List<TraceAttachment>();
        foreach (var uri in ReferencesIn(trace))
        {
            if (FolderStoreAttachments.Read(folder, uri.AttachmentId) is { } content)
            {
                attachments.Add(new TraceAttachment(uri.AttachmentId, uri.ContentType, content));
            }
            else
            {
                diagnostics.Report(SpoolComplaints.AttachmentMissing(trace.Info.TraceId, folder));
            }
        }

        return attachments.Count == 0 ? trace : trace with { Attachments = attachments };
    }

    /// <summary>Deletes those of a trace.</summary>
    public static void Delete(string folder, Trace trace)
    {
        foreach (var uri in ReferencesIn(trace))
        {
            File.Delete(Path.Combine(folder, AttachmentUri.FileOf(uri.AttachmentId)));
        }
    }

    private static Dictionary<string, AttachmentUri>.ValueCollection ReferencesIn(Trace trace)
    {
        var found = new Dictionary<string, AttachmentUri>(StringComparer.Ordinal);
        foreach (var span in trace.Spans)
        {
            SpanTexts.Rewrite(span, text => AttachmentUri.ReplaceIn(text, reference =>
            {
                if (AttachmentUri.TryParse(reference) is { } uri && uri.TraceId == trace.Info.TraceId)
                {
                    found[uri.AttachmentId] = uri;
                }

                return reference;
            }));
        }

        return found.Values;
    }
}
