using CsCheck;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Wire;

/// <summary>The grammar of W3C Trace Context.</summary>
[TestClass]
public sealed class TraceParentTests
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string SpanId = "00f067aa0ba902b7";

    [TestMethod]
    [DataRow($"00-{TraceId}-{SpanId}-01", true)]
    [DataRow($"00-{TraceId}-{SpanId}-00", false)]
    [DataRow($"00-{TraceId}-{SpanId}-ff", true, DisplayName = "other flags do not matter")]
    [DataRow($"00-{TraceId}-{SpanId}-02", false, DisplayName = "the flag 'random' does not mean sampled")]
    [DataRow($" \t00-{TraceId}-{SpanId}-01 ", true, DisplayName = "white space around the value")]
    [DataRow($"01-{TraceId}-{SpanId}-01", true, DisplayName = "a later version")]
    [DataRow($"cc-{TraceId}-{SpanId}-01-what-the-future-will-be", true, DisplayName = "a later version with more fields")]
    public void Valid_value_is_read(string text, bool isRecorded)
    {
        Assert.IsTrue(TraceParent.TryParse(text, out var parent));
        Assert.AreEqual(new TraceParent(0x4bf92f3577b34da6, 0xa3ce929d0e0e4736, 0x00f067aa0ba902b7, isRecorded), parent);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("00")]
    [DataRow($"ff-{TraceId}-{SpanId}-01", DisplayName = "the forbidden version")]
    [DataRow($"0-{TraceId}-{SpanId}-01", DisplayName = "a short version")]
    [DataRow($"00-{TraceId}-{SpanId}-1", DisplayName = "short flags")]
    [DataRow($"00-{TraceId}-{SpanId}-01-", DisplayName = "version 00 with more")]
    [DataRow($"00-{TraceId}-{SpanId}-01-what", DisplayName = "version 00 with more fields")]
    [DataRow($"cc-{TraceId}-{SpanId}-01.what", DisplayName = "a later version whose fields run on")]
    [DataRow($"00-{TraceId}0-{SpanId}-01", DisplayName = "a long trace id")]
    [DataRow($"00-4bf92f3577b34da6-{SpanId}-01", DisplayName = "a trace id of 64 bits")]
    [DataRow($"00-{TraceId}-{SpanId}0-01", DisplayName = "a long span id")]
    [DataRow($"00-4BF92F3577B34DA6A3CE929D0E0E4736-{SpanId}-01", DisplayName = "upper case")]
    [DataRow($"00-{TraceId}-{SpanId}-0A", DisplayName = "upper case in the flags")]
    [DataRow($"00-00000000000000000000000000000000-{SpanId}-01", DisplayName = "a trace id of zeros")]
    [DataRow($"00-{TraceId}-0000000000000000-01", DisplayName = "a span id of zeros")]
    [DataRow($"00-{TraceId}-{SpanId}-0x", DisplayName = "no hexadecimal digit")]
    [DataRow($"00_{TraceId}_{SpanId}_01", DisplayName = "other separators")]
    [DataRow($"00-{TraceId}-{SpanId}-01,00-{TraceId}-{SpanId}-01", DisplayName = "sent twice")]
    public void Invalid_value_is_refused(string text) => Assert.IsFalse(TraceParent.TryParse(text, out _));

    [TestMethod]
    public void What_is_written_is_read_back()
        => Gen.Select(Gen.ULong, Gen.ULong[1, ulong.MaxValue], Gen.ULong[1, ulong.MaxValue], Gen.Bool)
            .Sample((high, low, span, isRecorded) =>
            {
                var written = new TraceParent(high, low, span, isRecorded);
                return TraceParent.TryParse(written.ToString(), out var read) && read == written;
            });

    [TestMethod]
    public void Trace_id_keeps_its_leading_zeros()
        => Assert.AreEqual(
            $"00-{new string('0', 31)}1-000000000000000f-00",
            new TraceParent(0, 1, 15, false).ToString());
}
