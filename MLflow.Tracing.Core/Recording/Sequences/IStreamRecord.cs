namespace MLflow.Tracing.Recording.Sequences;

/// <summary>The record of a stream. No member throws.</summary>
internal interface IStreamRecord<in TPiece>
{
    /// <summary>What is to be ambient while the stream's own code runs.</summary>
    LiveSpan? Ambient { get; }

    void Saw(TPiece piece);

    /// <summary>The stream has said all.</summary>
    void Completed();

    void Failed(Exception exception);

    /// <summary>Nobody reads on. Called last, whatever came before.</summary>
    void End();
}
