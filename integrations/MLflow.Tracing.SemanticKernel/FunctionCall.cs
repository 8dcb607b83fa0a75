using System.Runtime.CompilerServices;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Data;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing.SemanticKernel;

/// <summary>The record of one invocation of a function of a kernel.</summary>
internal sealed class FunctionCall
{
    private static readonly ConditionalWeakTable<LiveSpan, FunctionCall> Calls = [];

    private readonly KernelFunction _function;
    private readonly LiveSpan _span;

    private FunctionCall(KernelFunction function, LiveSpan span)
    {
        (_function, _span) = (function, span);
        Ambient = ReferenceEquals(span, LiveSpan.NoOp) ? AmbientSpan.Current : span;
    }

    /// <summary>What is to be ambient while the function works.</summary>
    public LiveSpan? Ambient { get; }

    public static FunctionCall Start(KernelFunction function, KernelArguments arguments)
    {
        var name = string.IsNullOrEmpty(function.PluginName) ? function.Name : $"{function.PluginName}.{function.Name}";
        var call = new FunctionCall(function, Mlflow.StartSpan(name, SpanType.Tool, new Dictionary<string, object?>(arguments)));
        Calls.AddOrUpdate(call._span, call);
        return call;
    }

    /// <summary>The call of a function inside which the program is.</summary>
    public static FunctionCall? Around(KernelFunction function)
    {
        for (var span = Mlflow.CurrentSpan; span is not null; span = span.Parent)
        {
            if (Calls.TryGetValue(span, out var call))
            {
                return ReferenceEquals(call._function, function) ? call : null;
            }
        }

        return null;
    }

    /// <summary>A prompt is a step with a call of a model in it.</summary>
    public void RecordPrompt(string? prompt)
    {
        _span.SpanType = SpanType.Chain;
        _span.SetAttribute("rendered_prompt", prompt);
    }

    public async Task RecordAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        try
        {
            AmbientSpan.Current = Ambient;
            await next(context).ConfigureAwait(false);
            RecordResult(context.Result.GetValue<object>());
        }
        catch (Exception exception)
        {
            _span.RecordException(exception);
            throw;
        }
        finally
        {
            _span.End();
        }
    }

    /// <summary>Records a function that has returned before its first piece is there.</summary>
    public async Task RecordStreamAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        try
        {
            AmbientSpan.Current = Ambient;
            await next(context).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _span.RecordException(exception);
            _span.End();
            throw;
        }

        if (FunctionStream.Around(context.Result.GetValue<object>(), Ambient, _span) is { } pieces)
        {
            context.Result = new FunctionResult(context.Result, pieces);
        }
        else
        {
            _span.End();
        }
    }

    private void RecordResult(object? result)
    {
        switch (result)
        {
            case ChatMessageContent message:
                _span.SetOutputs(ChatMessage.Of(message.Role, message.Content));
                break;
            case IReadOnlyCollection<TextSearchResult> found:
                _span.SpanType = SpanType.Retriever;
                _span.SetOutputs(found.Select(RetrievedDocument.Of).ToList());
                break;
            default:
                _span.SetOutputs(result);
                break;
        }
    }
}
