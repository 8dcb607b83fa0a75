using MLflow.Tracing.Tests.Export;

namespace MLflow.Tracing.Tests.Attachments;

/// <summary>What an <see cref="Attachment"/> is made of.</summary>
[TestClass]
public sealed class AttachmentTests
{
    private static readonly byte[] s_bytes = Media.Bytes(600);

    [TestMethod]
    public void Bytes_that_change_afterwards_are_not_seen()
    {
        var bytes = (byte[])s_bytes.Clone();
        var attachment = new Attachment("image/png", bytes);

        Array.Clear(bytes);

        CollectionAssert.AreEqual(s_bytes, attachment.Content.ToArray());
    }

    [TestMethod]
    public void Content_type_that_is_none_is_refused_at_the_argument()
    {
        foreach (var wrong in new[] { "", "image", "image/", "/png", "image/*", "*/*", "image/png\r\nX: y", "not a type/at all" })
        {
            Assert.Contains("type/subtype", Assert.ThrowsExactly<ArgumentException>(() => new Attachment(wrong, new byte[1])).Message, wrong);
        }

        Assert.ThrowsExactly<ArgumentException>(static () => new Attachment(null!, new byte[1]));
        Assert.AreEqual("audio/L16;rate=24000", new Attachment("audio/L16;rate=24000", default).ContentType);
    }

    [TestMethod]
    [DataRow("photo.JPG", null, "image/jpeg")]
    [DataRow("talk.mp3", null, "audio/mpeg")]
    [DataRow("paper.pdf", null, "application/pdf")]
    [DataRow("thing.xyz_unknown", null, "application/octet-stream")]
    [DataRow("thing", null, "application/octet-stream")]
    [DataRow("thing.bin", "image/vnd.dwg", "image/vnd.dwg")]
    public async Task File_has_the_type_of_its_extension_unless_another_is_given(string name, string? given, string expected)
    {
        using var folder = new StoreFolder();
        var path = Path.Combine(folder.Path, name);
        await File.WriteAllBytesAsync(path, s_bytes);

        var attachment = Attachment.FromFile(path, given);

        Assert.AreEqual(expected, attachment.ContentType);
        CollectionAssert.AreEqual(s_bytes, attachment.Content.ToArray());
    }

    [TestMethod]
    public void File_that_is_none_is_refused()
    {
        Assert.ThrowsExactly<ArgumentException>(static () => Attachment.FromFile(""));
        Assert.ThrowsExactly<FileNotFoundException>(static () => Attachment.FromFile(Guid.NewGuid().ToString("N")));
    }
}
