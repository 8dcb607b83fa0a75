using MLflow.Tracing;

Mlflow.Init();

using var client = new HttpClient { BaseAddress = new Uri(args[0]) };
var passage = await Mlflow.WithSpanAsync(
    async _ =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "passages/weaving");
        foreach (var header in Mlflow.GetTracingContextHeaders())
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        using var response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    },
    name: "ask",
    spanType: SpanType.Chain,
    inputs: new { question = "What is weaving?" });
Console.WriteLine(passage);
