using System.ComponentModel;
using System.Reflection;
using System.Xml.Linq;
using MLflow.Tracing.AspNetCore;
using MLflow.Tracing.Http;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Tests.Documentation;

/// <summary>The examples in the documentation comments are there, and compile.</summary>
[TestClass]
public sealed class ExampleTests
{
    private static readonly Assembly[] s_documented = [typeof(Mlflow).Assembly, typeof(MlflowTracingHandler).Assembly, typeof(LlmTracingHandler).Assembly, typeof(MlflowOpenAIExtensions).Assembly, typeof(MlflowAnthropicExtensions).Assembly, typeof(MlflowExtensionsAIExtensions).Assembly, typeof(MlflowSemanticKernelExtensions).Assembly, typeof(MlflowAgentsExtensions).Assembly];

    [TestMethod]
    public void Every_public_type_has_an_example()
        => Assert.AreEqual("", string.Join('\n', s_documented.SelectMany(static assembly => XmlDocumentation.Of(assembly).WithoutExample(TypesForUse(assembly)))));

    [TestMethod]
    public void Every_member_of_the_facade_and_the_client_has_an_example()
        => Assert.AreEqual("", string.Join('\n', new[] { typeof(Mlflow), typeof(MlflowClient) }.SelectMany(static type => XmlDocumentation.Of(type.Assembly).MembersWithoutExample(type).Select(member => $"{type.Name}.{member}"))));

    [TestMethod]
    public void Every_example_compiles()
    {
        var examples = s_documented.SelectMany(static assembly => XmlDocumentation.Of(assembly).Examples).DistinctBy(static example => example.Code).ToArray();

        Assert.IsGreaterThan(100, examples.Length);
        Assert.AreEqual("", string.Join('\n', ExampleCompiler.Complaints(examples)));
    }

    [TestMethod]
    public void Types_that_are_left_out_are_the_contract_with_woven_code_and_hidden_from_completion()
        => CollectionAssert.AreEquivalent(
            typeof(TraceSite).Assembly.GetExportedTypes().Where(static type => type.Namespace == typeof(TraceSite).Namespace).ToArray(),
            s_documented.SelectMany(static assembly => assembly.GetExportedTypes().Except(TypesForUse(assembly))).ToArray());

    [TestMethod]
    public void Type_without_an_example_is_named()
    {
        var documentation = new XmlDocumentation(XDocument.Parse($"""
            <doc><members>
              <member name="T:{typeof(LiveSpan)}"><summary>No example.</summary></member>
              <member name="T:{typeof(SpanType)}"><example>Words, but no code.</example></member>
              <member name="T:{typeof(Mlflow)}"><example><code>Mlflow.Init();</code></example></member>
              <member name="M:{typeof(Mlflow)}.Reset"><example><code>Mlflow.Reset();</code></example></member>
            </members></doc>
            """));

        CollectionAssert.AreEqual(new[] { typeof(LiveSpan), typeof(SpanType) }, documentation.WithoutExample([typeof(LiveSpan), typeof(SpanType), typeof(Mlflow)]).ToArray());
        CollectionAssert.DoesNotContain(documentation.MembersWithoutExample(typeof(Mlflow)).ToArray(), "Reset");
        CollectionAssert.Contains(documentation.MembersWithoutExample(typeof(Mlflow)).ToArray(), "Init");
    }

    [TestMethod]
    [DataRow("Mlflow.Init();\nMlflow.Begin();", 2, "CS0117")]
    [DataRow("[Trace]\npublic string Ask(string question) => answers[question];", 2, "CS0103")]
    [DataRow("Mlflow.Init();\nMlflow.WithSpan(span => { … });", 2, "CS1056")]
    [DataRow("Mlflow.Init();\nvar length = Mlflow.CurrentTraceId.Length;", 2, "CS8602")]
    [DataRow("var name = LiveSpan.NoOp.Name;", 1, "CS0117", DisplayName = "what is not public is not there")]
    public void Example_that_does_not_compile_is_named_with_line_and_message(string code, int line, string id)
    {
        var complaints = ExampleCompiler.Complaints([new CodeExample("T:Sound", "Mlflow.Init();"), new CodeExample("M:Broken", code)]);

        Assert.StartsWith($"M:Broken, line {line}: {id}: ", complaints[0]);
        Assert.Contains(code.Split('\n')[^1], complaints[0]);
    }

    [TestMethod]
    [DataRow("var answer = await CallModelAsync(question);")]
    [DataRow("[Trace]\npublic async Task<string> AskAsync(string question) => await CallModelAsync(question);\n\npublic sealed record Answer(string Text);")]
    [DataRow("var client = new HttpClient();\nvar reply = await client.GetStringAsync(\"http://localhost\");")]
    public void Example_when_statements_or_members_compiles(string code)
        => Assert.AreEqual("", string.Join('\n', ExampleCompiler.Complaints([new CodeExample("M:Sound", code)])));

    // Types that woven code calls must be public and are marked so that no editor offers them. All others are for use by hand.
    private static IEnumerable<Type> TypesForUse(Assembly assembly)
        => assembly.GetExportedTypes().Where(static type => type.GetCustomAttribute<EditorBrowsableAttribute>()?.State != EditorBrowsableState.Never);
}
