namespace MLflow.Tracing.Http.Streaming;

/// <summary>What a later piece does to a value.</summary>
internal enum Growth
{
    /// <summary>Replaces it, unless it says nothing.</summary>
    Replaced,

    /// <summary>Adds to its text.</summary>
    Text,

    /// <summary>Speaks about some of its members.</summary>
    Members,

    /// <summary>Speaks about some of its elements, by their <c>index</c>, or else by their place.</summary>
    Numbered,

    /// <summary>Speaks about some of its elements by their <c>index</c>, or adds elements.</summary>
    Added,

    /// <summary>Adds elements; a text after a text continues it.</summary>
    Parts,
}
