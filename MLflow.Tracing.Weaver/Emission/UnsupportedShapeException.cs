namespace MLflow.Tracing.Weaver.Emission;

/// <summary>A body looks like nothing the emitters know. The method is left alone and reported, see <see cref="ModuleEmitter"/>.</summary>
internal sealed class UnsupportedShapeException(string message) : Exception(message);
