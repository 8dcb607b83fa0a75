using System.Text.Json;
using MLflow.Tracing.Http.Streaming;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Http.Formats;

/// <summary>How one kind of call is said in HTTP: what its span is called, and where its facts are in request and answer.</summary>
/// <param name="name">The span's name, that of the vendor's own clients.</param>
/// <param name="spanType">The span's type.</param>
/// <param name="messageFormat">What MLflow's user interface reads the messages by.</param>
internal abstract class WireFormat(string name, string spanType, string messageFormat)
{
    public string Name => name;

    public string SpanType => spanType;

    public string MessageFormat => messageFormat;

    /// <summary>What assembles an answer that comes in pieces.</summary>
    /// <param name="maxTextBytes">Bytes of text that are kept.</param>
    public abstract StreamedAnswer NewStreamedAnswer(int maxTextBytes);

    /// <summary>Tokens, as far as the answer tells.</summary>
    public abstract TokenUsage? UsageIn(JsonElement answer);

    /// <summary>The model that answered, or else the one that was asked for.</summary>
    public virtual string? ModelIn(JsonElement answer) => Json.Text(answer, "model");

    /// <summary>The tools that the model may call, as MLflow shows them: those of chat completions.</summary>
    public virtual IReadOnlyList<object> ToolsIn(JsonElement request) => [];

    /// <summary>A tool as chat completions describe it.</summary>
    protected static object Function(JsonElement tool, string parameters) => new
    {
        type = "function",
        function = new { name = Json.Text(tool, "name"), description = Json.Text(tool, "description"), parameters = Json.Member(tool, parameters) },
    };
}
