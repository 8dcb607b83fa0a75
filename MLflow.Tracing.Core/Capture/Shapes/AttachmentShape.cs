namespace MLflow.Tracing.Capture.Shapes;

/// <summary>What the program wants delivered beside the trace.</summary>
internal sealed class AttachmentShape() : Shape(typeof(Attachment))
{
    public override bool IsContainer => false;

    public override void Write(ValueWalker walker, object value) => walker.Media.Take(walker.Text, (Attachment)value);
}
