using System.Reflection;
using MLflow.Tracing.Tests.Configuration;
using MLflow.Tracing.Tests.Selection;
using MLflow.Tracing.Tests.Weaving;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Woven;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.Redaction;

/// <summary><c>[Redact]</c> in the source and <c>&lt;Redact&gt;</c> in the rules: woven code never hands the value over.</summary>
[TestClass]
public sealed class WovenEgressTests
{
    private const string Needle = "Needle77310002";

    private const string Marked = """
        using System.Collections.Generic;
        public interface IVault { [return: Redact] string Open([Redact] string key); [Redact] string Owner { get; set; } }
        public abstract class Store { public abstract Task<string> Find([Redact] string query); }
        public record Login(string User, [Redact] string Phrase);
        public class Shop : Store, IVault
        {
            public string Open(string key) => key + key;
            string _owner = "";
            public string Owner { get => _owner + ""; set { Console.Out.Flush(); _owner = value; } }
            public override async Task<string> Find(string query) { await Task.Yield(); return query.Length.ToString(); }
            public Login Enter(Login login) { Console.Out.Flush(); return login with { User = "eve" }; }
            public bool Try([Redact] string text, [Redact] out string result, [Redact] ref string both) { result = text; both = text; return true; }
            [return: Redact] public IEnumerable<string> Items([Redact] string text) { yield return text; yield return text; }
            [return: Redact] public Task<string> Later([Redact] string text) { Console.Out.Flush(); return Task.FromResult(text); }
        }
        public static class Program
        {
            public static void Run(string secret)
            {
                var shop = new Shop();
                shop.Open(secret); ((IVault)shop).Owner = secret; Console.Out.Write(shop.Owner.Length);
                shop.Find(secret).Wait(); shop.Enter(new Login("ann", secret));
                var both = secret; shop.Try(secret, out _, ref both);
                foreach (var item in shop.Items(secret)) { }
                shop.Later(secret).Wait();
            }
        }
        """;

    private const string Unmarked = """
        using System.Collections.Generic;
        public class Shop
        {
            public int Open(string thePassword, int n) { Console.Out.Flush(); return n; }
            public async Task<int> Find(string thePassword) { await Task.Yield(); return 1; }
            public IEnumerable<int> Items(string thePassword) { yield return 1; }
            public bool Try(ref string thePassword) { Console.Out.Flush(); return true; }
        }
        public static class Program
        {
            public static void Run(string secret)
            {
                var shop = new Shop();
                shop.Open(secret, 1); shop.Find(secret).Wait(); shop.Try(ref secret);
                foreach (var item in shop.Items(secret)) { }
            }
        }
        """;

    [TestMethod]
    public async Task Redact_attribute_on_members_and_on_what_they_override_keeps_the_secret_in_the_process()
    {
        await using var egress = new Egress(static _ => { });

        Run(Marked, "<Include Type='Shop' Members='accessor|trivial'/>");

        var folder = (await egress.MustNotTellAsync(Needle))["folder"];
        foreach (var kept in new[] { "Open", "Owner", "Find", "Enter", "Try", "Items", "Later", "ann", "[redacted]" })
        {
            Assert.Contains(kept, folder);
        }
    }

    [TestMethod]
    public async Task Redact_rule_keeps_the_secret_in_the_process()
    {
        await using var egress = new Egress(static _ => { });

        Run(Unmarked, "<Include Type='Shop'/><Redact Parameter='*password*'/>");

        Assert.Contains(""" \"thePassword\":\"[redacted]\" """.Trim(), (await egress.MustNotTellAsync(Needle))["folder"]);
    }

    [TestMethod]
    public async Task Without_redaction_the_search_finds_what_woven_code_records()
    {
        await using var egress = new Egress(static _ => { });

        Run(Unmarked, "<Include Type='Shop'/>");

        Assert.Contains(Needle, (await egress.BytesAsync())["folder"]);
    }

    private static void Run(string source, string rules)
    {
        using ModuleDefinition module = SourceModule.Compile(source);
        using AssemblyDefinition core = AssemblyDefinition.ReadAssembly(typeof(TraceSite).Assembly.Location);
        WeavingResult result = WeavingEngine.Weave(module, core, ConfigurationXml.Overlay(ConfigurationXml.Rules(rules)));
        Assert.IsNotEmpty(result.Woven);
        string path = Path.Combine(ScratchFolder.Create(), "Fixture.dll");
        module.Write(path);
        FixtureContext.Load(path).GetType("Program", throwOnError: true)!.GetMethod("Run")!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Needle], null);
    }
}
