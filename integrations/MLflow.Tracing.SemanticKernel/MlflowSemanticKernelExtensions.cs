using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Data;
using MLflow.Tracing.Http;
using MLflow.Tracing.SemanticKernel;

namespace MLflow.Tracing;

/// <summary>Tracing for Semantic Kernel. Thread-safe.</summary>
/// <example>
/// <code>
/// var kernelBuilder = Microsoft.SemanticKernel.Kernel.CreateBuilder().UseMlflowTracing();
/// </code>
/// </example>
public static class MlflowSemanticKernelExtensions
{
    /// <summary>
    /// Records each function of the kernel as a span of type <c>TOOL</c>, each prompt as <c>CHAIN</c>, streamed or not, and the calls of language models that any <c>HttpClient</c> of the process makes (<see cref="LlmCallTracing"/>).
    /// </summary>
    /// <param name="builder">The builder of a kernel.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IKernelBuilder UseMlflowTracing(this IKernelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddMlflowKernelTracing();
        return builder;
    }

    /// <summary>The same for a kernel that is there already.</summary>
    /// <param name="kernel">The kernel, before it is used.</param>
    /// <returns>The same kernel.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="kernel"/> is null.</exception>
    public static Kernel UseMlflowTracing(this Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        LlmCallTracing.Start();
        if (!kernel.FunctionInvocationFilters.Any(static filter => filter is TracingFunctionFilter))
        {
            // Outermost, so that it sees what other filters make of a call.
            kernel.FunctionInvocationFilters.Insert(0, new TracingFunctionFilter());
            kernel.PromptRenderFilters.Insert(0, new TracingPromptFilter());
        }

        return kernel;
    }

    /// <summary>The same for every kernel that is made of these services.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IServiceCollection AddMlflowKernelTracing(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        LlmCallTracing.Start();
        return services.Any(static service => service.ImplementationType == typeof(TracingFunctionFilter))
            ? services
            : services.AddSingleton<IFunctionInvocationFilter, TracingFunctionFilter>().AddSingleton<IPromptRenderFilter, TracingPromptFilter>();
    }

    /// <summary>Records each search as a span of type <c>RETRIEVER</c> with the query and the documents that are found. It ends where reading the documents ends.</summary>
    /// <typeparam name="TRecord">What is searched.</typeparam>
    /// <param name="search">The search.</param>
    /// <param name="name">The name of the spans.</param>
    /// <returns>The search to use instead.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    [Experimental("SKEXP0001")]
    public static ITextSearch<TRecord> UseMlflowTracing<TRecord>(this ITextSearch<TRecord> search, string name = "search")
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentNullException.ThrowIfNull(name);
        return new TracingTextSearch<TRecord>(search, name);
    }
}
