using System.Text.RegularExpressions;
using MLflow.Tracing.Tests.Building;
using MLflow.Tracing.Tests.Snapshots;

namespace MLflow.Tracing.Tests.Documentation;

/// <summary>docs/how-weaving-works.md shows methods before and after; what it shows after is what the weaver makes of what it shows before.</summary>
[TestClass]
public sealed partial class WeavingPageTests
{
    private static readonly string s_page = Path.Combine(Repository.Root, "docs", "how-weaving-works.md");

    [TestMethod]
    public void Methods_after_weaving_are_the_real_output()
    {
        var page = File.ReadAllText(s_page).ReplaceLineEndings("\n");
        Assert.HasCount(3, Pair().Matches(page));

        var drawn = Pair().Replace(page, static pair =>
            pair.Groups["before"].Value + WovenPicture.Of("using System.Collections.Generic;\n" + pair.Groups["source"].Value, pair.Groups["methods"].Value.Split(", ")) + "```");
        if (Environment.GetEnvironmentVariable(Snapshot.AcceptVariable) == "true")
        {
            File.WriteAllText(s_page, drawn);
        }

        Assert.AreEqual(drawn, File.ReadAllText(s_page).ReplaceLineEndings("\n"), $"The pictures of docs/how-weaving-works.md are old. Run this test with {Snapshot.AcceptVariable}=true to draw them.");
    }

    [GeneratedRegex("""(?<before>```csharp\n(?<source>[^`]*)```\n\n<!-- after: (?<methods>[\w, ]+) -->\n```cs\n)[^`]*```""")]
    private static partial Regex Pair();
}
