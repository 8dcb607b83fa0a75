namespace MLflow.Tracing;

/// <summary>
/// Asks the weaver to record a span for each call of the method, or of every method of the type or assembly, it stands on.
/// </summary>
/// <remarks>
/// Plain metadata: nothing happens at run time unless the assembly was woven. A member's attribute beats its type's,
/// a type's beats the rules of <c>FodyWeavers.xml</c>, and the rules beat an assembly's.
/// </remarks>
/// <example>
/// <code>
/// [Trace(SpanType = SpanType.Tool)]
/// public async Task&lt;string> GetWeatherAsync(string city)
/// {
///     using var http = new HttpClient();
///     return await http.GetStringAsync($"https://weather.example/{city}");
/// }
/// </code>
/// </example>
[AttributeUsage(
    AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface
    | AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property,
    Inherited = false)]
public sealed class TraceAttribute : Attribute
{
    /// <summary>
    /// The span's name; <see langword="null"/> (the default) means the method's name, a constructor's type or an accessor's property.
    /// <c>{Namespace}</c>, <c>{Type}</c> and <c>{Method}</c> are replaced.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>The span's type: one of <see cref="MLflow.Tracing.SpanType"/> or any other text. Default <c>UNKNOWN</c>.</summary>
    public string? SpanType { get; set; }

    /// <summary>Whether argument values are recorded as the span's inputs. Default <see langword="true"/>.</summary>
    public bool CaptureInputs { get; set; } = true;

    /// <summary>Whether the result is recorded as the span's outputs. Default <see langword="true"/>.</summary>
    public bool CaptureOutputs { get; set; } = true;

    /// <summary>
    /// For a method that returns a task without being <c>async</c>: whether the exception of a failed task is read and recorded.
    /// Reading it marks the task as observed, which silences <see cref="TaskScheduler.UnobservedTaskException"/>;
    /// hence the default, <see langword="false"/>, records only that the task failed.
    /// </summary>
    public bool ObserveFaults { get; set; }

    /// <summary>
    /// The share, 0 to 1, of the traces that begin with the span and are recorded; inside a trace it has no effect. It beats
    /// <see cref="MlflowOptions.SamplingRatio"/>, which decides where this is not stated (<see cref="double.NaN"/>, the default).
    /// </summary>
    /// <example>
    /// <code>
    /// [Trace(SamplingRatio = 0.01)]
    /// public bool CheckHealth() => true;
    /// </code>
    /// </example>
    public double SamplingRatio { get; set; } = double.NaN;

    /// <summary>
    /// On an iterator: the name of a static method of the same type that makes the span's outputs from all items. It takes them as
    /// <c>IEnumerable&lt;T&gt;</c>, <c>IReadOnlyList&lt;T&gt;</c> or <c>T[]</c>, and is called once, when the enumeration has ended; all items are
    /// kept until then. The default, <see langword="null"/>, lists the items, up to the limit <see cref="MlflowOptions.CaptureMaxItems"/>.
    /// </summary>
    /// <example>
    /// <code>
    /// [Trace(SpanType = SpanType.ChatModel, OutputReducer = nameof(Joined))]
    /// public async IAsyncEnumerable&lt;string> AnswerAsync(string question)
    /// {
    ///     foreach (var word in (await CallModelAsync(question)).Split(' '))
    ///     {
    ///         yield return word;
    ///     }
    /// }
    ///
    /// private static string Joined(IEnumerable&lt;string> words) => string.Join(' ', words);
    /// </code>
    /// </example>
    public string? OutputReducer { get; set; }

    /// <summary>
    /// Whether the attribute also speaks for what overrides or implements the member, or the members of the type, it stands on, in whichever
    /// assembly is woven. What stands on the overriding member, or on a type around it, is stronger. Default <see langword="false"/>.
    /// </summary>
    /// <example>
    /// <code>
    /// public interface ITool
    /// {
    ///     [Trace(SpanType = SpanType.Tool, Name = "{Type}", Inherited = true)]
    ///     Task&lt;string&gt; InvokeAsync(string input);
    /// }
    /// </code>
    /// </example>
    public bool Inherited { get; set; }
}
