namespace MLflow.Tracing.Wire;
internal sealed record TrackingUri(string Text) { public static TrackingUri Parse(string text) => new(text); }
