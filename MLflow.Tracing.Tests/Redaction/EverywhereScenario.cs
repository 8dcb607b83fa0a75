using MLflow.Tracing.Model;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Tests.Redaction;

/// <summary>A program that puts a secret into every place of a trace there is.</summary>
internal static class EverywhereScenario
{
    private static readonly TraceSite s_iterator = new("items", SpanType.Parser, "Tests.Items", "prompt\n", TraceSiteFlags.None);

    private static readonly TraceSite s_byReference = new("exchange", SpanType.Tool, "Tests.Exchange", "given\n", TraceSiteFlags.None);

    /// <summary>Values, keys, messages, events, attributes, items, results, and spans that end in unusual ways.</summary>
    public static void Values(string secret)
    {
        using var root = Mlflow.StartActiveSpan(
            "root",
            inputs: new { plain = secret, nested = new { list = new object?[] { 1, secret, null } }, byKey = new Dictionary<string, object?> { [secret] = 1, ["v"] = secret } },
            attributes: new Dictionary<string, object?> { ["detail"] = secret, ["arguments"] = $$"""{"inner":["{{secret}}"]}""" });
        root.AddEvent("remark", new Dictionary<string, object?> { ["text"] = $"said {secret}", ["parts"] = new[] { secret } });
        root.AddLink(new SpanLink("tr-0123456789abcdef0123456789abcdef", "0123456789abcdef", new Dictionary<string, string> { ["why"] = $"\"{secret}\"" }));
        root.SetStatus(SpanStatusCode.Error, $"status {secret}");

        var wrapped = Mlflow.Trace((string question, object[] more) => new { question, more }, name: "wrapped");
        wrapped(secret, [secret, new FormatException(secret)]);
        var failing = Mlflow.Trace<string, string>(Fail, name: "failing");
        Assert.ThrowsExactly<InvalidOperationException>(() => failing(secret));

        Assert.HasCount(2, Iteration.Enumerable(Items(secret), Begun(secret)).ToList());
        Assert.HasCount(2, Iteration.Enumerable(Items(secret), Reduced(secret)).ToList());
        ExitValue(secret);
        Mlflow.StartSpan("left open", inputs: secret);
        root.SetOutputs(new[] { new { answer = secret } });
    }

    /// <summary>Names of everything.</summary>
    public static void Names(string secret)
    {
        using var root = Mlflow.StartActiveSpan($"root {secret}", spanType: secret);
        root.SetAttribute(secret, 1);
        root.AddEvent($"event {secret}", new Dictionary<string, object?> { [secret] = 1 });
        Mlflow.StartSpan($"left open {secret}");
        for (var i = 0; i < 3; i++)
        {
            Mlflow.StartSpan($"one too many {secret}").End(); // see Limit
        }
    }

    /// <summary>What a program says about a trace.</summary>
    public static void Trace(string secret)
    {
        using var root = Mlflow.StartActiveSpan("root of the trace");
        Mlflow.UpdateCurrentTrace(
            tags: new Dictionary<string, string> { ["note"] = secret, [secret] = "1" },
            metadata: new Dictionary<string, string> { ["note"] = $$"""{"inner":"{{secret}}"}""" },
            user: secret,
            clientRequestId: secret,
            requestPreview: $"asked {secret}",
            responsePreview: $"answered {secret}");
    }

    /// <summary>So few spans that <see cref="Names"/> is refused some.</summary>
    public static void Limit(MlflowOptions options) => options.MaxSpansPerTrace = 10;

    private static IEnumerable<string> Items(string secret)
    {
        yield return secret;
        yield return $"more {secret}";
    }

    private static string Fail(string text) => throw new InvalidOperationException($"outer {text}", new ArgumentException($"inner {text}", text));

    private static Iteration Begun(string secret)
    {
        var call = Iteration.Begin(s_iterator)!;
        Iteration.Arg(call, 0, secret);
        return call;
    }

    private static Iteration Reduced(string secret)
    {
        var call = Begun(secret);
        Iteration.ReduceWith<string, string>(call, items => throw new FormatException(string.Concat(items)));
        return call;
    }

    private static void ExitValue(string secret)
    {
        var scope = default(TraceScope);
        Assert.IsTrue(scope.Begin(s_byReference));
        scope.Arg(0, secret);
        scope.Start();
        scope.Out("taken", secret);
        scope.Complete(secret);
    }
}
