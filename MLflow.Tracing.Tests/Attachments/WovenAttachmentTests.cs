using System.Reflection;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Configuration;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Tests.Selection;
using MLflow.Tracing.Tests.Weaving;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Woven;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.Attachments;

/// <summary>Media in arguments and results of woven methods.</summary>
[TestClass]
public sealed class WovenAttachmentTests
{
    private const string Source = """
        using System.Collections.Generic;
        public class Painter
        {
            public string Look(string image, int times) { Console.Out.Flush(); return image; }
            public async Task<string> LookLater(string image) { await Task.Yield(); return image; }
            public IEnumerable<string> Frames(string image) { yield return image; yield return "text"; }
            public async IAsyncEnumerable<string> FramesLater(string image) { await Task.Yield(); yield return image; }
            public bool Try(ReadOnlySpan<byte> bytes, out string image, ref string both) { image = both; return bytes.Length > 0; }
        }
        public static class Program
        {
            public static void Run(string image)
            {
                var painter = new Painter();
                painter.Look(image, 2); painter.LookLater(image).Wait();
                var frames = painter.Frames(image); foreach (var frame in frames) { } foreach (var frame in frames) { }
                Later(painter, image).Wait();
                painter.Try(new byte[150000], out _, ref image);
            }

            static async Task Later(Painter painter, string image) { await foreach (var frame in painter.FramesLater(image)) { } }
        }
        """;

    [TestMethod]
    public async Task Media_in_arguments_results_and_items_of_every_kind_of_method_become_attachments()
    {
        var image = Media.DataUri(Media.Bytes(150_000));
        using var session = new RecordingSession();

        Run(image);

        IReadOnlyList<Trace> traces = await session.TracesAsync();
        Assert.HasCount(6, traces); // the iterator was enumerated twice
        foreach (var trace in traces)
        {
            var span = trace.Spans.Single();
            foreach (var json in new[] { span.Inputs, span.Outputs })
            {
                Assert.IsNotEmpty(Media.ReferencesIn(json), $"{span.Name}: {json}");
                Assert.IsTrue(Media.ReferencesIn(json).All(reference => reference.Contains($"trace_id={trace.Info.TraceId}", StringComparison.Ordinal)), $"{span.Name}: {json}");
            }
        }

        Assert.IsTrue(traces.Take(5).All(trace => trace.Attachments.Single().Content.Length == 150_000));
        Assert.HasCount(2, traces[5].Attachments);
        Assert.AreEqual(0, session.Runtime.AttachmentMemory.Held);
    }

    private static void Run(string image)
    {
        using ModuleDefinition module = SourceModule.Compile(Source);
        using AssemblyDefinition core = AssemblyDefinition.ReadAssembly(typeof(TraceSite).Assembly.Location);
        WeavingResult result = WeavingEngine.Weave(module, core, ConfigurationXml.Overlay(ConfigurationXml.Rules("<Include Type='Painter'/>")));
        Assert.IsNotEmpty(result.Woven);
        string path = Path.Combine(ScratchFolder.Create(), "Fixture.dll");
        module.Write(path);
        FixtureContext.Load(path).GetType("Program", throwOnError: true)!.GetMethod("Run")!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [image], null);
    }
}
