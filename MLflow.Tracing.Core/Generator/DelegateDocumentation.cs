namespace MLflow.Tracing.Generator;

/// <summary>The documentation of the generated overloads.</summary>
internal static class DelegateDocumentation
{
    /// <summary>Of the overload without arguments, which the others of its kind inherit.</summary>
    public const string Function = """
        /// <summary>Wraps a function so that each call records a span: its arguments as inputs by name, its result as outputs, its exception as ERROR.</summary>
            /// <param name="function">The function, with up to eight arguments.</param>
            /// <param name="name">The span's name; <see langword="null"/> means the function's own name, or <c>span</c> for a lambda.</param>
            /// <param name="spanType">The span's type: one of <see cref="SpanType"/> or any other text.</param>
            /// <param name="attributes">Attributes of each span, recorded as they are when it starts.</param>
            /// <param name="samplingRatio">The share of calls that are recorded, 0 to 1, where a call begins a trace; <see langword="null"/> means <see cref="MlflowOptions.SamplingRatio"/>.</param>
            /// <returns>A function that does the same, with a span. While tracing is off it calls the function and does nothing else.</returns>
            /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
            /// <exception cref="ArgumentOutOfRangeException"><paramref name="samplingRatio"/> is not within 0 and 1.</exception>
            /// <example>
            /// <code>
            /// var add = Mlflow.Trace((int a, int b) => a + b, name: "add");
            /// </code>
            /// </example>
        """;

    /// <summary>Of the other kinds.</summary>
    public const string Inherited = """
        /// <inheritdoc cref="Trace{TResult}(Func{TResult}, string?, string, IEnumerable{KeyValuePair{string, object?}}?, double?)"/>
        """;

    /// <summary>Of functions that return a <c>ValueTask</c>.</summary>
    public const string ValueTask = """
        /// <inheritdoc cref="Trace{TResult}(Func{TResult}, string?, string, IEnumerable{KeyValuePair{string, object?}}?, double?)"/>
            /// <remarks>A name of its own, because an <c>async</c> lambda fits functions of both <c>Task</c> and <c>ValueTask</c> equally well.</remarks>
        """;

    /// <summary>Of functions that return a sequence.</summary>
    public const string Sequence = """
        /// <inheritdoc cref="Trace{TResult}(Func{TResult}, string?, string, IEnumerable{KeyValuePair{string, object?}}?, double?)"/>
            /// <remarks>
            /// One span an enumeration of the sequence, with each item as an event and the items as outputs, up to the limit <see cref="MlflowOptions.CaptureMaxItems"/>.
            /// It is ambient only while the sequence's own code runs. A function that returns a finished list does its work before; wrap it as a function of that list's own type.
            /// </remarks>
        """;

    /// <summary>Of functions that return a sequence, with a function that makes the outputs.</summary>
    public const string ReducedSequence = """
        /// <inheritdoc cref="Trace{TItem}(Func{IEnumerable{TItem}}, string?, string, IEnumerable{KeyValuePair{string, object?}}?, double?)"/>
            /// <param name="function">The function, with up to eight arguments.</param>
            /// <param name="outputReducer">Makes the outputs from all items, which are kept until the enumeration has ended.</param>
            /// <param name="name">The span's name; <see langword="null"/> means the function's own name, or <c>span</c> for a lambda.</param>
            /// <param name="spanType">The span's type: one of <see cref="SpanType"/> or any other text.</param>
            /// <param name="attributes">Attributes of each span, recorded as they are when it starts.</param>
            /// <param name="samplingRatio">The share of enumerations that are recorded, 0 to 1, where one begins a trace; <see langword="null"/> means <see cref="MlflowOptions.SamplingRatio"/>.</param>
        """;
}
