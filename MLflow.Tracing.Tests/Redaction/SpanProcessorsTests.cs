using System.Text.Json;
using System.Text.RegularExpressions;
using MLflow.Tracing.Redaction;
using MLflow.Tracing.Tests.Recording;

namespace MLflow.Tracing.Tests.Redaction;

/// <summary>What the ready-made processors find, and what they leave alone.</summary>
[TestClass]
public sealed class SpanProcessorsTests
{
    [TestMethod]
    [DataRow("""{"password":"x"}""", """{"password":"[redacted]"}""")]
    [DataRow("""{"userPassword":{"a":[1,{"b":2}]},"n":1}""", """{"userPassword":"[redacted]","n":1}""")]
    [DataRow("""[{"API-Key":null},{"api_key":1},{"apikey":true}]""", """[{"API-Key":"[redacted]"},{"api_key":"[redacted]"},{"apikey":"[redacted]"}]""")]
    [DataRow("""{"token":"x","max_tokens":5,"total_tokens":7}""", """{"token":"[redacted]","max_tokens":5,"total_tokens":7}""")]
    [DataRow("""{"p\u0061ssword" : "x" , "b": [ ] }""", """{"p\u0061ssword" : "[redacted]" , "b": [ ] }""")]
    [DataRow("""{"arguments":"{\"password\":\"x\",\"city\":\"Ulm\"}"}""", """{"arguments":"{\"password\":\"[redacted]\",\"city\":\"Ulm\"}"}""")]
    [DataRow("""{"arguments":"{\"password\":\"x and the rest was cut"}""", """{"arguments":"{\"password\":\"[redacted]\""}""")]
    [DataRow("\"[INFO] password\"", "\"[INFO] password\"")]
    [DataRow("1.10", "1.10")]
    [DataRow("""[{"Key":"Authorization","Value":["x"]},{"name":"city","value":"Ulm"}]""", """[{"Key":"Authorization","Value":"[redacted]"},{"name":"city","value":"Ulm"}]""")]
    [DataRow("""{"a":{"name":"pwd","values":[{"value":1}],"value":2},"value":3}""", """{"a":{"name":"pwd","values":"[redacted]","value":"[redacted]"},"value":3}""")]
    [DataRow("not json", "\"[redacted]\"")]
    [DataRow("", "\"[redacted]\"")]
    public void Default_keys(string json, string expected) => Assert.AreEqual(expected, JsonRewriter.Rewrite(json, new KeyRule(SpanProcessors.DefaultKeys)));

    [TestMethod]
    [DataRow("patient", "Patient", true)]
    [DataRow("patient", "patientId", false)]
    [DataRow("patient*", "PATIENT_ID", true)]
    [DataRow("*_id", "patientId", true)]
    [DataRow("p?n", "pin", true)]
    [DataRow("p?n", "pn", false)]
    [DataRow("*a*b*", "xxaxxbxx", true)]
    [DataRow("*a*b*", "xxbxxaxx", false)]
    [DataRow("*", "", true)]
    public void Own_keys(string glob, string name, bool isWithheld) => Assert.AreEqual(isWithheld, new KeyRule([glob]).Withholds(name));

    [TestMethod]
    [DataRow("write to ann.b+c@mail.example.com!", "write to [redacted]!")]
    [DataRow("package@1.2.3 and @scope and a @ b", "package@1.2.3 and @scope and a @ b")]
    [DataRow("Authorization: Basic YW5uOnB3\nHost: a", "[redacted]\nHost: a")]
    [DataRow("bearer AbCdEf0123456789.x-y_z", "[redacted]")]
    [DataRow("the bearer of bad news", "the bearer of bad news")]
    [DataRow("key sk-proj-AbCdEf0123456789 used", "key [redacted] used")]
    [DataRow("task-management-of-everything", "task-management-of-everything")]
    [DataRow("AKIAIOSFODNN7EXAMPLE, ghp_0123456789abcdefghijABCDEFGHIJ012345", "[redacted], [redacted]")]
    [DataRow("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "[redacted]")]
    [DataRow("a -----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY----- b", "a [redacted] b")]
    [DataRow("a -----BEGIN PRIVATE KEY-----\nMIIB… cut", "a [redacted]")]
    [DataRow("card 4111 1111 1111 1111.", "card [redacted].")]
    [DataRow("order 12 4111-1111-1111-1111 5555555555554444", "order 12 [redacted] [redacted]")]
    [DataRow("4111111111111112 1700000000000000000 0.4111111111111111", "4111111111111112 1700000000000000000 0.4111111111111111")]
    [DataRow("Server=db;Password=hunter2;Encrypt=true", "Server=db;[redacted];Encrypt=true")]
    [DataRow("https://ann:hunter2@host/path", "[redacted]host/path")]
    [DataRow("https://host:8080/path?a=b", "https://host:8080/path?a=b")]
    public void Known_patterns(string text, string expected) => Assert.AreEqual(expected, JsonRewriter.RewriteText(text, new PatternRule(SecretPatterns.All)));

    [TestMethod]
    [DataRow("""{"card":4111111111111111,"n":4111111111111112}""", """{"card":"[redacted]","n":4111111111111112}""")]
    [DataRow("""["ann\u0040example.com","{\"to\":\"ann\\u002Bx@example.com\"}"]""", """["[redacted]","{\"to\":\"[redacted]\"}"]""")]
    [DataRow("""{"a@example.com":1,"b@example.com":2}""", """{"[redacted]":1,"[redacted] 2":2}""")]
    public void Known_patterns_in_json(string json, string expected) => Assert.AreEqual(expected, JsonRewriter.Rewrite(json, new PatternRule(SecretPatterns.All)));

    [TestMethod]
    public void Chosen_patterns_alone_are_looked_for()
        => Assert.AreEqual("a@example.com [redacted]", new PatternRule(SecretPatterns.CreditCards).Rewrite("a@example.com 4111111111111111"));

    [TestMethod]
    [DataRow("a.")]
    [DataRow("1 ")]
    [DataRow("4-")]
    [DataRow("-----BEGIN PRIVATE KEY-----@eyJ://")]
    [DataRow("x@y.")]
    [DataRow("{\"a\":[")]
    [DataRow("\"")]
    [DataRow("\\")]
    public void Huge_texts_do_not_hang_the_known_patterns(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length));

        Assert.IsNotNull(JsonRewriter.RewriteText(text, new PatternRule(SecretPatterns.All)));
        Assert.IsNotNull(JsonRewriter.RewriteText(text, new KeyRule(SpanProcessors.DefaultKeys)));
    }

    [TestMethod]
    public void Any_text_within_any_json_stays_valid_json()
    {
        ContentRule[] rules = [new KeyRule(SpanProcessors.DefaultKeys), new PatternRule(SecretPatterns.All), new FunctionRule(static text => text + "\"\\\n\u2028")];
        var random = new Random(20260101);
        for (var i = 0; i < 2000; i++)
        {
            var json = JsonSerializer.Serialize(RandomValue(random, depth: 4));

            foreach (var rule in rules)
            {
                using var document = JsonDocument.Parse(JsonRewriter.Rewrite(json, rule));
            }
        }
    }

    [TestMethod]
    public async Task Expression_that_does_not_end_withholds_the_span()
    {
        using var session = new RecordingSession(static options => options.SpanProcessors.Add(SpanProcessors.RedactPatterns(new Regex("(a+)+$", RegexOptions.None, TimeSpan.FromMilliseconds(10)))));

        Mlflow.StartSpan("work", inputs: new string('a', 40) + "b").End();

        Assert.IsNull((await session.SingleTraceAsync()).Spans.Single().Inputs);
        Assert.AreEqual(1, session.Diagnostics.CountOf("MLT230"));
    }

    [TestMethod]
    public async Task Structural_metadata_survives_a_function_that_replaces_everything()
    {
        using var session = new RecordingSession(static options => options.SpanProcessors.Add(SpanProcessors.RewriteTexts(static _ => "X")));
        using (Mlflow.StartActiveSpan("work"))
        {
            Mlflow.UpdateCurrentTrace(sessionId: "s", metadata: new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });
        }

        var metadata = (await session.SingleTraceAsync()).Info.Metadata;
        Assert.AreEqual("3", metadata["mlflow.trace_schema.version"]);
        Assert.AreEqual("X", metadata["mlflow.trace.session"]);
        Assert.AreEqual("X", metadata["X 2"]);
    }

    [TestMethod]
    public void Wrong_arguments_throw()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => SpanProcessors.RedactKeys(null!));
        Assert.ThrowsExactly<ArgumentException>(() => SpanProcessors.RedactKeys("_-"));
        Assert.ThrowsExactly<ArgumentException>(() => SpanProcessors.RedactPatterns(Array.Empty<Regex>()));
        Assert.ThrowsExactly<ArgumentNullException>(() => SpanProcessors.RewriteTexts(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => SpanProcessors.FailClosed(null!));
        var keys = SpanProcessors.RedactKeys();
        Assert.AreSame(keys, SpanProcessors.FailClosed(keys));
    }

    private static object? RandomValue(Random random, int depth) => random.Next(depth > 0 ? 8 : 5) switch
    {
        0 => null,
        1 => random.NextDouble() * 1e18,
        2 => random.NextInt64(),
        3 => RandomText(random),
        4 => random.Next(2) == 0,
        5 => JsonSerializer.Serialize(RandomValue(random, depth - 1)),
        6 => Enumerable.Range(0, random.Next(4)).Select(_ => RandomValue(random, depth - 1)).ToArray(),
        _ => Enumerable.Range(0, random.Next(4)).ToDictionary(n => RandomText(random) + n, _ => RandomValue(random, depth - 1)),
    };

    private static string RandomText(Random random)
    {
        string[] parts = ["password", "\"", "\\", "a@example.com", "{", "[", "sk-0123456789abcdefgh", "\n", " ", "4111111111111111", "ü", "😀", "token"];
        return string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => parts[random.Next(parts.Length)]));
    }
}
