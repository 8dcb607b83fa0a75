namespace VendorSimulator;

/// <summary>A request that the simulator got.</summary>
/// <param name="Path">The path, without the query.</param>
/// <param name="Headers">The headers, by names that ignore case.</param>
/// <param name="Body">The body as text.</param>
public sealed record ReceivedCall(string Path, IReadOnlyDictionary<string, string> Headers, string Body);
