using MLflow.Tracing.Redaction;

namespace MLflow.Tracing.Capture;

/// <summary>How much of a value is recorded, and whom to tell when that failed. Immutable; one instance a runtime.</summary>
internal sealed class CapturePolicy
{
    // a level of the walk takes a few hundred bytes of stack; the walker looks at the stack that is left, too
    private const int DeepestAllowed = 256;

    private readonly CapturePolicy _forFacts;

    public CapturePolicy(MlflowOptions options, TracingDiagnostics diagnostics)
        : this(options, diagnostics, options.CaptureContent, options.CaptureMaxCharacters)
        => ForModelCalls = options.CaptureMaxModelCallCharacters == options.CaptureMaxCharacters ? this : new(options, diagnostics, options.CaptureContent, options.CaptureMaxModelCallCharacters);

    private CapturePolicy(MlflowOptions options, TracingDiagnostics diagnostics, bool recordsContent, int maxCharacters)
    {
        MaxDepth = Clamp(options.CaptureMaxDepth, DeepestAllowed);
        MaxItems = Clamp(options.CaptureMaxItems, PackedBudget.MostItems);
        MaxCharacters = Clamp(maxCharacters, int.MaxValue / 16);
        TimeBudgetMilliseconds = (int)Math.Min(Math.Max(options.CaptureTimeBudget.TotalMilliseconds, 0), int.MaxValue);
        ExtractsMedia = options.ExtractAttachments;
        MaxAttachmentBytes = options.MaxAttachmentBytes;
        Diagnostics = diagnostics;
        RecordsContent = recordsContent;
        _forFacts = recordsContent ? this : new CapturePolicy(options, diagnostics, recordsContent: true, maxCharacters);
        ForModelCalls = this;
        Packed = PackedBudget.Pack(MaxItems, MaxCharacters);
    }

    /// <summary>Whether values are recorded at all.</summary>
    public bool RecordsContent { get; }

    public int MaxDepth { get; }

    public int MaxItems { get; }

    public int MaxCharacters { get; }

    /// <summary>Characters of a text that came in pieces, so that what stands beside it has room, too.</summary>
    public int MaxStreamedCharacters => MaxCharacters - (MaxCharacters / 32);

    public int TimeBudgetMilliseconds { get; }

    /// <summary>Whether media in values become attachments; those that the program made become them in any case.</summary>
    public bool ExtractsMedia { get; }

    public int MaxAttachmentBytes { get; }

    public TracingDiagnostics Diagnostics { get; }

    /// <summary>The budgets that a value rendered later still needs, in the bits beside its reference.</summary>
    public long Packed { get; }

    /// <summary>The policy for what is said to and by language models.</summary>
    public CapturePolicy ForModelCalls { get; }

    /// <summary>The policy for an attribute; some are recorded in any case, see <see cref="ContentFree"/>.</summary>
    public CapturePolicy ForAttribute(string key) => !RecordsContent && ContentFree.Keeps(key) ? _forFacts : this;

    private static int Clamp(int value, int most) => Math.Min(Math.Max(value, 1), most);
}
