using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MLflow.Tracing.Tests.Documentation;

/// <summary>Compiles examples as a reader would who pastes them into a program of his own: with the usings of a web project, against what is public.</summary>
internal static class ExampleCompiler
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Net;
        using System.Net.Http;
        using System.Text.Json;
        using System.Text.RegularExpressions;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Agents.AI;
        using Microsoft.Agents.AI.Workflows;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.Extensions.AI;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;
        using MLflow.Tracing;
        using MLflow.Tracing.AspNetCore;
        using MLflow.Tracing.Export;
        using MLflow.Tracing.Http;
        using MLflow.Tracing.Model;
        using static AtHand;

        """;

    /// <summary>What an example may use without declaring it, because every reader knows what it is; an example's own declaration of such a name hides it.</summary>
    private const string AtHand = """
        #nullable enable
        internal static class AtHand
        {
            // a client, the ids of a trace and of an assessment, what a user asks
            public static readonly MLflow.Tracing.MlflowClient client = new("http://localhost:5000");
            public static readonly string traceId = "", assessmentId = "", question = "";

            // a web application
            public static readonly Microsoft.AspNetCore.Builder.WebApplicationBuilder builder = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder();
            public static readonly Microsoft.AspNetCore.Builder.WebApplication app = builder.Build();

            // a call of a language model
            public static System.Threading.Tasks.Task<string> CallModelAsync(string prompt) => System.Threading.Tasks.Task.FromResult(prompt);
        }
        """;

    private static readonly CSharpParseOptions s_language = new(LanguageVersion.Latest);

    // An example shows one thing: it need not use all that it declares, nor await in a method that happens to be asynchronous. The last two are off in every build: a reference to an older version.
    private static readonly string[] s_allowed = ["CS0219", "CS1998", "CS8321", "CS1701", "CS1702"];

    private static readonly CSharpCompilationOptions s_options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
        .WithSpecificDiagnosticOptions(s_allowed.Select(static id => KeyValuePair.Create(id, ReportDiagnostic.Suppress)));

    // All that this process may load; the library and the integration are among it.
    private static readonly MetadataReference[] s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))];

    /// <summary>A line for each error and warning: the member, the line of the example, what the compiler says, and the example itself.</summary>
    public static IReadOnlyList<string> Complaints(IEnumerable<CodeExample> examples)
    {
        var all = examples.ToArray();
        var trees = all.Select(Parse).ToArray();
        var compilation = CSharpCompilation.Create("Examples", [.. trees, CSharpSyntaxTree.ParseText(AtHand, s_language)], s_references, s_options);
        return
        [
            .. compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(diagnostic =>
            {
                var place = diagnostic.Location.GetMappedLineSpan();
                var code = Array.IndexOf(trees, diagnostic.Location.SourceTree) is >= 0 and var index ? all[index].Code : string.Empty;
                return $"{place.Path}, line {place.StartLinePosition.Line + 1}: {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}\n    {code.Replace("\n", "\n    ")}\n";
            }),
        ];
    }

    // Statements, or else members of a type: whichever the parser can read, and if neither, what it stumbles over less often.
    private static SyntaxTree Parse(CodeExample example, int number)
    {
        var lines = $"\n#line 1 \"{example.Member}\"\n{example.Code}\n#line default\n";
        var statements = CSharpSyntaxTree.ParseText($"{Usings}internal sealed class Example{number} {{ internal static async Task Run() {{{lines}}} }}", s_language);
        var members = CSharpSyntaxTree.ParseText($"{Usings}internal sealed class Example{number} {{{lines}}}", s_language);
        return statements.GetDiagnostics().Count() <= members.GetDiagnostics().Count() ? statements : members;
    }
}
