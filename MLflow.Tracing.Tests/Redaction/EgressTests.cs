using System.Text.RegularExpressions;

namespace MLflow.Tracing.Tests.Redaction;

/// <summary>A redacted value is in no byte that leaves the process, whichever means of redaction is used.</summary>
[TestClass]
public sealed partial class EgressTests
{
    private const string Needle = "Needle773100017731";
    private const string Secret = "sk-" + Needle;

    [TestMethod]
    public async Task Nothing_redacted_then_the_search_finds_the_secret_on_every_way_out()
    {
        await using var egress = new Egress(EverywhereScenario.Limit);

        EverywhereScenario.Values(Secret);
        EverywhereScenario.Names(Secret);
        EverywhereScenario.Trace(Secret);

        foreach (var (way, text) in (await egress.BytesAsync()).Where(static way => way.Key != "attachments"))
        {
            Assert.Contains(Needle, text, way);
        }
    }

    [TestMethod]
    public async Task Pattern_processor_keeps_the_secret_in_the_process()
        => await MustNotTellAsync(options => options.SpanProcessors.Add(SpanProcessors.RedactPatterns()));

    [TestMethod]
    public async Task Own_expression_keeps_the_secret_in_the_process()
        => await MustNotTellAsync(options => options.SpanProcessors.Add(SpanProcessors.RedactPatterns(NeedleExpression())));

    [TestMethod]
    public async Task Own_function_keeps_the_secret_in_the_process()
        => await MustNotTellAsync(options => options.SpanProcessors.Add(SpanProcessors.RewriteTexts(static text => text.Replace(Secret, "X", StringComparison.Ordinal))));

    [TestMethod]
    public async Task Function_that_fails_keeps_everything_in_the_process()
    {
        var bytes = await MustNotTellAsync(options => options.SpanProcessors.Add(SpanProcessors.RewriteTexts(static text => throw new FormatException(text))));

        Assert.Contains("MLT230", bytes["complaints"]);
        Assert.Contains("MLT231", bytes["complaints"]);
    }

    [TestMethod]
    public async Task Own_processor_keeps_the_secrets_of_spans_in_the_process()
    {
        await using var egress = new Egress(options =>
        {
            EverywhereScenario.Limit(options);
            options.SpanProcessors.Add(static span => span.RewriteTexts(static text => text.Replace(Secret, "X", StringComparison.Ordinal)));
        });

        EverywhereScenario.Values(Secret);
        EverywhereScenario.Names(Secret);

        var bytes = await egress.MustNotTellAsync(Needle);
        Assert.Contains("left open X", bytes["folder"]);
    }

    [TestMethod]
    public async Task Content_off_keeps_values_in_the_process_and_lets_structure_out()
    {
        await using var egress = new Egress(options =>
        {
            EverywhereScenario.Limit(options);
            options.CaptureContent = false;
        });

        EverywhereScenario.Values(Secret);
        EverywhereScenario.Trace(Secret);

        var folder = (await egress.MustNotTellAsync(Needle))["folder"];
        foreach (var kept in new[] { "root", "wrapped", "failing", "items", "exchange", "left open", "remark", "System.InvalidOperationException", "STATUS_CODE_ERROR" })
        {
            Assert.Contains(kept, folder);
        }
    }

    [TestMethod]
    public async Task Key_processor_keeps_in_the_process_what_stands_under_a_secret_name()
    {
        await using var egress = new Egress(options => options.SpanProcessors.Add(SpanProcessors.RedactKeys()));

        using (var root = Mlflow.StartActiveSpan("root", inputs: new { user = "ann", Password = Secret, nested = new { apiKey = new[] { Secret }, rest = 1 } }))
        {
            root.SetAttribute("auth.token", Secret);
            root.SetAttribute("tool.arguments", $$"""{"Client-Secret":"{{Secret}}","city":"Ulm"}""");
            root.AddEvent("call", new Dictionary<string, object?> { ["headers"] = new Dictionary<string, string> { ["Authorization"] = Secret, ["Set-Cookie"] = Secret } });
            root.SetOutputs(new[] { new { access_token = new { value = Secret } } });
            Mlflow.UpdateCurrentTrace(tags: new Dictionary<string, string> { ["db.password"] = Secret }, requestPreview: $$"""{"pwd":"{{Secret}}","cut":true""");
            var login = Mlflow.Trace((string user, string password) => user.Length + password.Length, name: "login");
            login("ann", Secret);
        }

        var folder = (await egress.MustNotTellAsync(Needle))["folder"];
        Assert.Contains("ann", folder);
        Assert.Contains("Ulm", folder);
    }

    [TestMethod]
    public async Task Redact_on_parameters_of_a_delegate_and_on_members_keeps_the_secret_in_the_process()
    {
        await using var egress = new Egress(static _ => { });
        var login = Mlflow.Trace([return: Redact] (string user, [Redact] string phrase) => user + phrase, name: "login");
        var loginLater = Mlflow.Trace(async ([Redact] string phrase) => new Account("ann", phrase).Owner + await Task.FromResult(1), name: "login later");

        Assert.AreEqual("ann" + Secret, login("ann", Secret));
        await loginLater(Secret);
        using (var span = Mlflow.StartActiveSpan("accounts", inputs: new object[] { new Account("ann", Secret), new SavingsAccount("bob", Secret), new Settings { Key = Secret } }))
        {
            span.SetOutputs(new Dictionary<Account, int> { [new Account("eve", Secret)] = 1 });
        }

        Assert.Contains("bob", (await egress.MustNotTellAsync(Needle))["folder"]);
    }

    private static async Task<IReadOnlyDictionary<string, string>> MustNotTellAsync(Action<MlflowOptions> configure)
    {
        await using var egress = new Egress(options =>
        {
            EverywhereScenario.Limit(options);
            configure(options);
        });

        EverywhereScenario.Values(Secret);
        EverywhereScenario.Names(Secret);
        EverywhereScenario.Trace(Secret);

        return await egress.MustNotTellAsync(Needle);
    }

    [GeneratedRegex(Secret)]
    private static partial Regex NeedleExpression();

    internal interface ISecretive
    {
        [Redact]
        string Key { get; }
    }

    internal record Account(string Owner, [Redact] string Phrase);

    internal sealed record SavingsAccount(string Owner, string Phrase) : Account(Owner, Phrase);

    internal sealed class Settings : ISecretive
    {
        public string Key { get; init; } = "";
    }
}
