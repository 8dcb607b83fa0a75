using BasicUsage;
using MLflow.Tracing;

// The README shows the regions of this folder's files; the tests run the program and read what it has recorded.
Mlflow.Init(configure: static options => options.Console = true);

#region wrapper
var getWeather = Mlflow.Trace((string city) => $"It rains in {city}.", name: "get_weather", spanType: SpanType.Tool);

Console.WriteLine(getWeather("Bergen"));
#endregion

#region nested calls
var advise = Mlflow.Trace(
    async (string question, string city) => await LanguageModel.CompleteAsync($"{question} {getWeather(city)}"),
    name: "advise",
    spanType: SpanType.Agent);

Console.WriteLine(await advise("Do I need an umbrella?", "Bergen"));
#endregion

var agent = new DocumentationAgent(["A span is one unit of work.", "A trace is one request."]);
Console.WriteLine(await agent.ExplainAsync("span"));

#region block
var question = "Does it rain in Bergen?";
var answer = await Mlflow.WithSpanAsync(
    async span =>
    {
        span.SetModel("gpt-4.1-mini", "openai");
        span.SetTokenUsage(inputTokens: 9, outputTokens: 4);
        return await LanguageModel.CompleteAsync(question);
    },
    name: "chat",
    spanType: SpanType.ChatModel,
    inputs: new { question });
#endregion

Console.WriteLine(answer);

#region manual span
var import = Mlflow.StartSpan("import", SpanType.Workflow, inputs: new { folder = "docs" });
var parse = Mlflow.StartSpan("parse", SpanType.Parser, parent: import);
parse.End(outputs: new { passages = 2 });
import.End(outputs: "done");
#endregion

#region sessions and users
var reply = Mlflow.Trace(
    async (string message) =>
    {
        Mlflow.UpdateCurrentTrace(sessionId: "session-1", user: "ann");
        return await LanguageModel.CompleteAsync(message);
    },
    name: "reply");

Console.WriteLine(await reply("Does it rain in Oslo?"));

using (Mlflow.TracingContext(sessionId: "session-1", user: "ann"))
{
    Console.WriteLine(await advise("And tomorrow?", "Bergen"));
}
#endregion
