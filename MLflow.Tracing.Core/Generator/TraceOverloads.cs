using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace MLflow.Tracing.Generator;

/// <summary>Writes <c>Mlflow.Trace</c> for delegates of none to eight arguments, from one template a kind of delegate.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class TraceOverloads : IIncrementalGenerator
{
    private const int MostArguments = 8;

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
        => context.RegisterPostInitializationOutput(static output => output.AddSource("Mlflow.Trace.g.cs", SourceText.From(Source(), Encoding.UTF8)));

    private static string Source()
    {
        var source = new StringBuilder(TraceTemplates.Head);
        foreach (var template in TraceTemplates.All)
        {
            for (var arity = 0; arity <= MostArguments; arity++)
            {
                source.Append(Filled(template, arity)).Append('\n');
            }
        }

        return source.Append("}\n").ToString();
    }

    // The marks stand for a list with one entry an argument; where a comma follows, so does an entry that is always there.
    private static string Filled(string template, int arity)
    {
        var numbers = Enumerable.Range(1, arity).ToArray();
        string Each(string format) => string.Concat(numbers.Select(number => string.Format(format, number, number - 1)));
        string List(string format) => string.Join(", ", numbers.Select(number => string.Format(format, number)));

        var types = List("T{0}");
        var filled = template
            .Replace("$DECLARED, ", Each("[DynamicallyAccessedMembers(Recorded)] T{0}, "))
            .Replace("$TYPES, ", Each("T{0}, "))
            .Replace("<$TYPES>", types.Length == 0 ? string.Empty : $"<{types}>")
            .Replace("<$DECLARED>", arity == 0 ? string.Empty : $"<{List("[DynamicallyAccessedMembers(Recorded)] T{0}")}>")
            .Replace("$NAMES", List("a{0}"))
            .Replace("$PARAMETERS", List("T{0} a{0}"))
            .Replace("$STATE", string.Concat("function", Each(", a{0}")))
            .Replace("$CALL", arity == 0 ? "call" : "call.function")
            .Replace("$PASSED", List("call.a{0}"))
            .Replace("$RECORD_SCOPE", Each("\n                scope.Arg({1}, a{0});"))
            .Replace("$RECORD_CALL", Each("\n            AsyncCall.Arg(call, {1}, a{0});"))
            .Replace("$RECORD_ITERATION", Each("\n            Iteration.Arg(call, {1}, a{0});"));
        return arity == 0 ? filled.Replace("(function), static", "function, static") : filled;
    }
}
