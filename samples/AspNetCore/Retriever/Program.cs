using Retriever;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddMlflowTracing();
builder.Services.AddSingleton<Passages>();

var app = builder.Build();
app.UseMlflowTracing(options => options.ShouldRecordRequest = _ => true);
app.MapGet("/passages/{topic}", (string topic, Passages passages) => passages.Find(topic));
app.Run();
