namespace Chat;

/// <summary>What a user writes.</summary>
internal sealed record Message(string Text);
