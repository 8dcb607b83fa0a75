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
            /// var countWords = Mlflow.Trace((string text) => text.Split(' ').Length, name: "count words", spanType: SpanType.Parser);
            /// Console.WriteLine(countWords("How are spans recorded?"));
            ///
            /// var answer = Mlflow.Trace(async (string question) => await CallModelAsync(question), name: "answer", spanType: SpanType.ChatModel);
            /// Console.WriteLine(await answer("How are spans recorded?"));
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
            /// <example>
            /// <code>
            /// var answer = Mlflow.TraceValueTask(async ValueTask&lt;string&gt; (string question) => await CallModelAsync(question), name: "answer");
            /// Console.WriteLine(await answer("How are spans recorded?"));
            /// </code>
            /// </example>
        """;

    /// <summary>Of functions that return a sequence.</summary>
    public const string Sequence = """
        /// <inheritdoc cref="Trace{TResult}(Func{TResult}, string?, string, IEnumerable{KeyValuePair{string, object?}}?, double?)"/>
            /// <remarks>
            /// One span an enumeration of the sequence, with each item as an event and the items as outputs, up to the limit <see cref="MlflowOptions.CaptureMaxItems"/>.
            /// It is ambient only while the sequence's own code runs. A function that returns a finished list does its work before; wrap it as a function of that list's own type.
            /// </remarks>
            /// <example>
            /// <code>
            /// static IEnumerable&lt;string&gt; Sentences(string text)
            /// {
            ///     foreach (var sentence in text.Split(". "))
            ///     {
            ///         yield return sentence;
            ///     }
            /// }
            ///
            /// var sentences = Mlflow.Trace((string text) => Sentences(text), name: "sentences", spanType: SpanType.Parser);
            /// foreach (var sentence in sentences("Spans nest. Traces end with their root."))
            /// {
            ///     Console.WriteLine(sentence);
            /// }
            /// </code>
            /// </example>
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
            /// <example>
            /// <code>
            /// static async IAsyncEnumerable&lt;string&gt; AnswerInPieces(string question)
            /// {
            ///     foreach (var word in (await CallModelAsync(question)).Split(' '))
            ///     {
            ///         yield return word;
            ///     }
            /// }
            ///
            /// var answer = Mlflow.Trace((string question) => AnswerInPieces(question), outputReducer: words => string.Join(' ', words), name: "answer");
            /// await foreach (var word in answer("How are spans recorded?"))
            /// {
            ///     Console.WriteLine(word);
            /// }
            /// </code>
            /// </example>
        """;
}
