#if !NETSTANDARD2_0
namespace MLflow.Tracing.Capture;

/// <summary>One JSON value as UTF-8 that an integration records as it is, without a document of it.</summary>
/// <param name="Bytes">The value. Read when it is captured, and not afterwards.</param>
/// <param name="Prepended">A member that comes before those of the value, if it is an object: name and text.</param>
internal sealed record Utf8Json(ReadOnlyMemory<byte> Bytes, KeyValuePair<string, string>? Prepended = null);
#endif
