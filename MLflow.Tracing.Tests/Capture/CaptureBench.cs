using MLflow.Tracing.Capture;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Capture;

/// <summary>Captures a value with chosen budgets and shows the JSON and what was complained about.</summary>
internal sealed class CaptureBench
{
    public CaptureBench(Action<MlflowOptions>? configure = null)
    {
        var options = new MlflowOptions { CaptureTimeBudget = TimeSpan.FromMinutes(1) };
        configure?.Invoke(options);
        Diagnostics.Output = null;
        Policy = new CapturePolicy(options, Diagnostics);
    }

    public TracingDiagnostics Diagnostics { get; } = new();

    public CapturePolicy Policy { get; }

    public CapturedValue Capture(object? value) => CapturedValue.FromObject(value, Policy);

    /// <summary>The JSON of a value; fails the test when it is not valid JSON.</summary>
    public string Json(object? value) => Checked(Capture(value).ToJson());

    public string JsonOf<T>(T value) => Checked(CapturedValue.From(value, Policy).ToJson());

    public static string Checked(string json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json, new System.Text.Json.JsonDocumentOptions { MaxDepth = 1000 });
        return json;
    }

    /// <summary>Asserts that a value looks as Newtonsoft.Json writes it.</summary>
    public void AssertSameAsNewtonsoft(object? value) => Assert.AreEqual(JsonConvert.SerializeObject(value, new JsonSerializerSettings()), Json(value));

    public static JToken Parse(string json) => JToken.Parse(json);
}
