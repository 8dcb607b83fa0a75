using System.Text;
using MLflow.Tracing.Tests.Building;

namespace MLflow.Tracing.Tests.Snapshots;

/// <summary>Compares a text with the file that holds what it was when somebody last looked and agreed.</summary>
internal static class Snapshot
{
    /// <summary>With this variable set to true, the tests write what they see into the files; look at the difference before you commit it.</summary>
    public const string AcceptVariable = "MLFLOW_TESTS_ACCEPT";

    /// <summary>Fails with the lines that differ.</summary>
    /// <param name="name">The file's name without <c>.txt</c>.</param>
    /// <param name="actual">The text now.</param>
    public static void Check(string name, string actual)
    {
        var file = Path.Combine(Repository.Root, "MLflow.Tracing.Tests", "Snapshots", name + ".txt");
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "true")
        {
            File.WriteAllText(file, actual);
        }

        Assert.IsTrue(File.Exists(file), $"There is no snapshot '{file}'. Run the test with {AcceptVariable}=true to write it.");
        var expected = File.ReadAllText(file);
        if (expected != actual)
        {
            Assert.Fail($"What {name} pins has changed. If it should, run the test with {AcceptVariable}=true and commit the file.\n{Difference(expected, actual)}");
        }
    }

    // Lines in front: - was, + is. What both have at start and end is left out.
    private static string Difference(string expected, string actual)
    {
        string[] was = expected.Split('\n'), now = actual.Split('\n');
        var start = 0;
        while (start < Math.Min(was.Length, now.Length) && was[start] == now[start])
        {
            start++;
        }

        var end = 0;
        while (end < Math.Min(was.Length, now.Length) - start && was[^(end + 1)] == now[^(end + 1)])
        {
            end++;
        }

        var text = new StringBuilder();
        foreach (var line in was[start..^end])
        {
            text.Append("- ").Append(line).Append('\n');
        }

        foreach (var line in now[start..^end])
        {
            text.Append("+ ").Append(line).Append('\n');
        }

        return text.ToString();
    }
}
