namespace MLflow.Tracing.Benchmarks;

/// <summary>One line of the table of limits: a ratio of medians, and what it must and should be.</summary>
/// <param name="Case">What is measured.</param>
/// <param name="Subject">The benchmark measured.</param>
/// <param name="Reference">The benchmark it is divided by.</param>
/// <param name="Baseline">A benchmark subtracted from both first; empty for none.</param>
/// <param name="Must">The limit.</param>
/// <param name="Aim">What we want; NaN if nothing is said.</param>
internal sealed record Budget(string Case, string Subject, string Reference, string Baseline, double Must, double Aim)
{
    public static IReadOnlyList<Budget> All { get; } =
    [
        new("off, sync: time added, of what \"no listener\" adds", "Sync_woven_off", "Sync_no_listener", "Sync_unwoven", 0.25, double.NaN),
        new("off, async completing at once: time added, of what \"no listener\" adds", "At_once_woven_off", "At_once_no_listener", "At_once_unwoven", 0.40, double.NaN),
        new("off, async yielding: time added, of what \"no listener\" adds", "Later_woven_off", "Later_no_listener", "Later_unwoven", 0.40, double.NaN),
        new("on, two ints, sync, calling another method", "Sync_woven", "Sync_activity", string.Empty, 0.40, 0.25),
        new("on, two ints, sync, leaf", "Leaf_woven", "Sync_activity", string.Empty, double.NaN, double.NaN),
        new("on, async completing at once", "At_once_woven", "At_once_activity", string.Empty, 0.45, 0.28),
        new("on, async yielding", "Later_woven", "Later_activity", string.Empty, 0.65, 0.50),
        new("on, string + object of five members", "Object_woven", "Object_activity", string.Empty, 0.65, 0.50),
        new("on, string + object with a list of three objects", "Graph_woven", "Graph_activity", string.Empty, double.NaN, double.NaN),
        new("on, five nested calls", "Nested_woven", "Nested_activity", string.Empty, 0.45, 0.30),
        new("off, wrapper: time added, of what \"no listener\" adds", "Wrapped_off", "Sync_no_listener", "Sync_unwoven", double.NaN, double.NaN),
        new("off, WithSpan with inputs: the same", "With_span_off", "Sync_no_listener", "Sync_unwoven", double.NaN, double.NaN),
        new("off, active span with inputs: the same", "Active_span_off", "Sync_no_listener", "Sync_unwoven", double.NaN, double.NaN),
        new("on, two ints, wrapper", "Wrapped", "Sync_activity", string.Empty, double.NaN, double.NaN),
        new("on, two ints, WithSpan", "With_span", "Sync_activity", string.Empty, double.NaN, double.NaN),
        new("on, two ints, active span", "Active_span", "Sync_activity", string.Empty, double.NaN, double.NaN),
        new("a streamed answer of 1 MB in 5,000 pieces, for its reader", "Streamed_recorded", "Streamed_unrecorded", string.Empty, 1.05, double.NaN),
        new("the same until its trace could be delivered (memory: must 3 MB)", "Streamed_recorded_and_assembled", "Streamed_unrecorded", string.Empty, double.NaN, double.NaN),
        new("throwing through 1 frame, on", "Throw_woven_on 1", "Throw_unwoven 1", string.Empty, 1.5, 1.25),
        new("throwing through 1 frame, off", "Throw_woven_off 1", "Throw_unwoven 1", string.Empty, 1.3, 1.1),
        new("throwing through 11 frames, on", "Throw_woven_on 11", "Throw_unwoven 11", string.Empty, 3.0, 2.2),
        new("throwing through 11 frames, off", "Throw_woven_off 11", "Throw_unwoven 11", string.Empty, 2.0, 1.6),
    ];
}
