namespace MLflow.Tracing.Capture.Shapes;

/// <summary>The shape of a value type, found without a look-up.</summary>
internal static class ValueShape<T>
{
    public static readonly Shape Shape = ShapeCatalog.Of(typeof(T));
}
