namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A copy that writes itself when somebody asks.</summary>
internal interface ICapturedCopy
{
    /// <summary>Writes exactly one JSON value.</summary>
    void Write(ValueWalker walker);
}
