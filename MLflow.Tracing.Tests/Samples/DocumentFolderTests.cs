using Quickstart.Retrieval;
using Quickstart.Tools;

namespace MLflow.Tracing.Tests.Samples;

[TestClass]
public sealed class DocumentFolderTests
{
    [TestMethod]
    public void Documents_are_markdown_and_code_in_order_of_their_paths_without_build_output()
    {
        using var folder = new TemporaryFolder()
            .Write("b.md", "").Write("a/z.cs", "").Write("a/README.MD", "").Write("data.json", "")
            .Write("bin/out.md", "").Write("a/obj/out.cs", "").Write(".hidden/notes.md", "").Write("a/.secret.md", "");

        CollectionAssert.AreEqual(new[] { "a/README.MD", "a/z.cs", "b.md" }, new DocumentFolder(folder.Path).Documents().ToArray());
    }

    [TestMethod]
    public void Missing_folder_when_listed_is_told_by_its_name()
    {
        var missing = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

        var exception = Assert.ThrowsExactly<DirectoryNotFoundException>(() => new DocumentFolder(missing).Documents());

        Assert.Contains(missing, exception.Message);
    }

    [TestMethod]
    public void File_when_found_by_the_end_of_its_path_is_the_nearest_to_the_top()
    {
        using var folder = new TemporaryFolder().Write("docs/README.md", "").Write("README.md", "").Write("data.json", "");
        var documents = new DocumentFolder(folder.Path);

        Assert.AreEqual("README.md", documents.Find("README.md"));
        Assert.AreEqual("docs/README.md", documents.Find("docs/README.md"));
        Assert.AreEqual("data.json", documents.Find("data.json"));
    }

    [TestMethod]
    public void File_outside_the_folder_when_asked_for_is_not_found()
    {
        using var folder = new TemporaryFolder().Write("inner/a.md", "").Write("secret.md", "");

        var exception = Assert.ThrowsExactly<FileNotFoundException>(() => new DocumentFolder(Path.Combine(folder.Path, "inner")).Find("../secret.md"));

        Assert.AreEqual("../secret.md", exception.FileName);
    }

    [TestMethod]
    public async Task Tool_when_run_counts_lines_and_words_and_finds_the_last_change()
    {
        using var folder = new TemporaryFolder().Write("a.md", "one two\nthree\n").Write("docs/b.cs", "four five six").Write("c.txt", "seven");
        File.SetLastWriteTimeUtc(Path.Combine(folder.Path, "a.md"), new DateTime(2024, 2, 29, 23, 59, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(Path.Combine(folder.Path, "docs/b.cs"), new DateTime(2023, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var tool = new FileStatisticsTool(new DocumentFolder(folder.Path));

        Assert.AreEqual(new FileStatistics("a.md", 1, 2, 3, new DateOnly(2024, 2, 29)), await tool.RunAsync("a.md"));
        Assert.AreEqual(new FileStatistics("docs/b.cs", 1, 1, 3, new DateOnly(2023, 1, 1)), await tool.RunAsync("b.cs"));
        Assert.AreEqual("the folder: 2 files, 3 lines, 6 words, last changed 2024-02-29.", (await tool.RunAsync(FileStatisticsTool.WholeFolder)).ToString());
    }
}
