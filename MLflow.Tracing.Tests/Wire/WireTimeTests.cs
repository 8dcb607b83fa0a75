using System.Globalization;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Wire;

[TestClass]
public sealed class WireTimeTests
{
    [TestMethod]
    [DataRow(1_795_382_356_707_000_000, "2026-11-22T21:19:16.707Z")]
    [DataRow(1_795_382_356_000_000_000, "2026-11-22T21:19:16Z")]
    [DataRow(1_795_382_356_000_001_000, "2026-11-22T21:19:16.000001Z")]
    [DataRow(1_795_382_356_123_456_789, "2026-11-22T21:19:16.123456789Z")]
    [DataRow(0, "1970-01-01T00:00:00Z")]
    [DataRow(-1, "1969-12-31T23:59:59.999999999Z")]
    public void Timestamp_is_rfc_3339_and_keeps_its_nanoseconds_both_ways(long unixNs, string text)
    {
        Assert.AreEqual(text, WireTime.Timestamp(unixNs));
        Assert.AreEqual(unixNs, WireTime.ParseTimestamp(text));
    }

    [TestMethod]
    [DataRow("2026-11-22T22:19:16.7+01:00", 1_795_382_356_700_000_000)]
    [DataRow("2026-11-22T21:19:16.1234567891Z", 1_795_382_356_123_456_789)]
    public void Timestamp_of_others_when_read_may_have_an_offset_and_any_precision(string text, long unixNs)
        => Assert.AreEqual(unixNs, WireTime.ParseTimestamp(text));

    [TestMethod]
    [DataRow(13_000_000, "0.013s")]
    [DataRow(2_000_000_000, "2s")]
    [DataRow(0, "0s")]
    [DataRow(1, "0.000000001s")]
    [DataRow(3_600_010_000_000, "3600.010s")]
    public void Duration_is_seconds_and_keeps_its_nanoseconds_both_ways(long ns, string text)
    {
        Assert.AreEqual(text, WireTime.Duration(ns));
        Assert.AreEqual(ns, WireTime.ParseDuration(text));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("1")]
    [DataRow("1,5s")]
    [DataRow("PT1S")]
    public void Duration_when_it_is_none_is_refused(string text)
        => Assert.ThrowsExactly<FormatException>(() => WireTime.ParseDuration(text));

    [TestMethod]
    public async Task Bytes_are_the_same_under_a_culture_that_writes_numbers_otherwise()
    {
        var trace = SampleTrace.Create(1, ("number", "-1234567.5"), ("list", "[0.25,-3]"));
        var culture = CultureInfo.CurrentCulture;

        var usual = await SentAsync(trace);
        CultureInfo.CurrentCulture = GermanLike();
        IReadOnlyList<byte[]> german;
        try
        {
            german = await SentAsync(trace);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        Assert.HasCount(3, usual);
        for (var i = 0; i < usual.Count; i++)
        {
            CollectionAssert.AreEqual(usual[i], german[i], $"request {i}");
        }
    }

    private static async Task<IReadOnlyList<byte[]>> SentAsync(MLflow.Tracing.Model.Trace trace)
    {
        await using var server = new RecordingServer(request => request.Route == RecordedRequest.PushSpans ? new ScriptedReply(404) : null);
        using var run = new ExportRun(server.Address);
        await run.SendAsync(trace);
        return [.. server.Requests.Select(request => request.Body)];
    }

    /// <summary>As de-DE and more so; made by hand, because the tests run without the system's cultures.</summary>
    private static CultureInfo GermanLike()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "−";
        culture.DateTimeFormat.DateSeparator = ".";
        culture.DateTimeFormat.TimeSeparator = ".";
        return culture;
    }
}
