namespace MLflow.Tracing.Capture.Shapes;

internal delegate TMember StructGetter<TOwner, out TMember>(ref TOwner owner)
    where TOwner : struct;
