using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Tests.Selection;
using MLflow.Tracing.Weaver;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary><c>[Trace(OutputReducer = …)]</c>: outputs made from all items of a sequence.</summary>
[TestClass]
public sealed class OutputReducerTests
{
    [TestMethod]
    public async Task Reducer_makes_the_outputs_from_all_items()
    {
        using var session = new RecordingSession(o => o.CaptureMaxItems = 2);

        Enumerate("""
            using System.Collections.Generic;
            public static class Chat
            {
                [Trace(OutputReducer = nameof(Join))]
                public static IEnumerable<string> Tokens() { yield return "a"; yield return "b"; yield return "c"; }
                private static string Join(IEnumerable<string> tokens) => string.Concat(tokens);
            }
            """);

        Span span = (await session.SingleTraceAsync()).Spans[0];
        Assert.AreEqual("\"abc\"", span.Outputs);
        Assert.HasCount(2, span.Events);
    }

    [TestMethod]
    public async Task Reducer_may_be_generic_in_a_generic_type_and_return_a_number()
    {
        using var session = new RecordingSession();

        Enumerate("""
            using System.Collections.Generic;
            public static class Chat { public static IEnumerable<string> Tokens() => Source<int>.Repeat("x", 3); }
            public static class Source<T>
            {
                [Trace(OutputReducer = nameof(Count))]
                public static IEnumerable<U> Repeat<U>(U item, T times) { yield return item; yield return item; }
                private static int Count<V>(IReadOnlyList<V> items) => items.Count;
            }
            """);

        Assert.AreEqual("2", (await session.SingleTraceAsync()).Spans[0].Outputs);
    }

    [TestMethod]
    public async Task Reducer_that_throws_leaves_the_list_and_is_reported()
    {
        using var session = new RecordingSession();

        Enumerate("""
            using System.Collections.Generic;
            public static class Chat
            {
                [Trace(OutputReducer = nameof(Join))]
                public static IEnumerable<string> Tokens() { yield return "a"; }
                private static string Join(string[] tokens) => throw new InvalidOperationException("no");
            }
            """);

        Assert.AreEqual("""["a"]""", (await session.SingleTraceAsync()).Spans[0].Outputs);
        Assert.AreEqual(1, session.Diagnostics.CountOf("MLT209"));
    }

    [TestMethod]
    [DataRow("public static IEnumerable<string> Tokens() { yield return \"a\"; } static string Join(IEnumerable<int> wrong) => \"\";", "has no static method 'Join' that takes IEnumerable<string>")]
    [DataRow("public static IEnumerable<string> Tokens() { yield return \"a\"; } static void Join(IEnumerable<string> nothing) { }", "has no static method 'Join'")]
    [DataRow("public static List<string> Tokens() => []; static string Join(IEnumerable<string> tokens) => \"\";", "only an iterator")]
    public void Reducer_that_cannot_be_used_is_a_warning_and_the_method_is_woven_without(string members, string message)
    {
        using ModuleDefinition module = SourceModule.Compile($"using System.Collections.Generic; public class Chat {{ [Trace(OutputReducer = \"Join\")] {members} }}");

        WeavingResult result = WovenSource.Weave(module);

        WeaverDiagnostic warning = result.Diagnostics.Single(d => d.Id == "MLT070");
        Assert.AreEqual(DiagnosticSeverity.Warning, warning.Severity);
        Assert.Contains(message, warning.Message);
        Assert.AreEqual("Code.cs", warning.File);
        Assert.HasCount(1, result.Woven);
    }

    private static void Enumerate(string source)
        => Assert.IsNotEmpty(((IEnumerable<string>)WovenSource.Load(source).Call("Chat", "Tokens")!).ToList());
}
