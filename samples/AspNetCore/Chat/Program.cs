using Chat;
using MLflow.Tracing;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddMlflowTracing();
builder.Services
    .AddHttpClient<Assistant>(client => client.BaseAddress = new Uri(builder.Configuration["Retriever"] ?? "http://localhost:5080"))
    .AddMlflowTracing();

var app = builder.Build();

// Session and user of a trace are known when it begins: this comes before UseMlflowTracing.
// An application with sign-in takes the user from context.User.
app.Use(async (context, next) =>
{
    using (Mlflow.TracingContext(sessionId: context.Request.Headers["X-Session"], user: context.Request.Headers["X-User"]))
    {
        await next(context);
    }
});
app.UseMlflowTracing(options => options.ShouldRecordRequest = context => context.Request.Path.StartsWithSegments("/chat"));

app.MapPost("/chat", (Message message, Assistant assistant, CancellationToken cancellation) => assistant.ReplyAsync(message.Text, cancellation));
app.Run();
