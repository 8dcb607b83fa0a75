namespace MLflow.Tracing.Redaction;

/// <summary>What a redactor does to the texts of a span. Immutable; may be used on any thread.</summary>
internal abstract class ContentRule
{
    /// <summary>Stands in place of what is not to be seen.</summary>
    public const string StandIn = "[redacted]";

    /// <summary>Whether the value of a member or attribute of this name is not to be seen, whatever it is.</summary>
    public virtual bool Withholds(string name) => false;

    /// <summary>A text without what is not to be seen; the text itself when there is no such thing in it.</summary>
    public virtual string Rewrite(string text) => text;

    /// <summary>The same for the digits of a whole number.</summary>
    public virtual string RewriteNumber(string digits) => digits;
}
