using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Scenarios;

/// <summary>No recorded scenario is forgotten.</summary>
[TestClass]
public sealed class ScenarioCoverageTests
{
    [TestMethod]
    public void Every_record_has_a_test_named_after_it_or_a_row_on_the_page()
    {
        var tests = typeof(ScenarioCoverageTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(TestMethodAttribute), inherit: false)).ToLookup(method => method.Name);
        var files = Directory.GetFiles(Golden.Folder, "*.json").Select(Path.GetFileName).OfType<string>().ToList();

        Assert.IsGreaterThan(30, files.Count);
        Assert.AreEqual("", string.Join(", ", files.Where(file => !tests.Contains(ScenarioPage.TestOf(file)) && !ScenarioPage.Records.Contains(ScenarioPage.RecordOf(file)))));
    }

    [TestMethod]
    public void What_is_compared_in_no_record_is_told_on_the_page()
        => Assert.AreEqual("", string.Join(", ", Meaning.NotCompared.Where(key => !ScenarioPage.RowsOfAll.Contains($"`{key}`", StringComparison.Ordinal))));
}
