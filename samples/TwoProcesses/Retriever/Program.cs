using MLflow.Tracing;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddMlflowTracing();

var app = builder.Build();
app.UseMlflowTracing(options => options.ShouldRecordRequest = _ => true);
app.MapGet("/passages/{topic}", (string topic) =>
    Mlflow.WithSpan(_ => $"There is much to say about {topic}.", name: "find", spanType: SpanType.Retriever, inputs: new { topic }));
app.Run();
