using MLflow.Tracing.Complaints;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A type whose contract could not be made.</summary>
internal sealed class FailedShape(Type type, Exception failure) : Shape(type)
{
    public override void Write(ValueWalker walker, object value)
        => walker.WriteError(failure, CaptureComplaints.NoContract(TypeNames.Of(Type), failure.Message));
}
