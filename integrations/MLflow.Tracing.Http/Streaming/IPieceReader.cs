namespace MLflow.Tracing.Http.Streaming;

/// <summary>Takes the pieces of a streamed answer, each a whole JSON value unless the vendor made a mistake.</summary>
internal interface IPieceReader
{
    void Read(ReadOnlySpan<byte> json);
}
