using MLflow.Tracing.Complaints;
using MLflow.Tracing.Export;
using MLflow.Tracing.Export.Spooling;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Export.Spooling;

/// <summary>The folder itself; what is delivered from it is in <c>Faults</c>.</summary>
[TestClass]
public sealed class SpoolTests : IDisposable
{
    private static readonly DeliveryFailure s_down = new(new Complaint("MLT410", "nobody answers", "wait"), IsServerGone: true);
    private static readonly DeliveryFailure s_passing = new(new Complaint("MLT410", "it failed", "wait")) { MayPass = true };

    private readonly StoreFolder _folder = new();
    private readonly TracingDiagnostics _diagnostics = new() { Output = null };

    private string Place => Path.Combine(_folder.Path, "spool");

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Next_process_finds_what_was_kept_in_order_and_as_it_was()
    {
        var traces = Enumerable.Range(1, 200).Select(number => SampleTrace.Create(number, ("answer", "\"zwölf\\n\""))).ToArray();
        using (var spool = Open())
        {
            Assert.AreEqual(150, spool.Keep([.. traces.Take(150).Select(trace => new Delivery(trace))]));
            Assert.AreEqual(50, spool.Keep([.. traces.Skip(150).Select(trace => new Delivery(trace))]));
            Assert.IsFalse(spool.IsEmpty);
        }

        using var next = Open();
        next.ClaimOthers();
        var found = TakeAll(next);

        CollectionAssert.AreEqual(traces.Select(AsJson).ToArray(), found.Select(delivery => AsJson(delivery.Trace)).ToArray());
        Assert.IsTrue(next.IsEmpty);
        Assert.IsEmpty(_diagnostics.Counts);
    }

    [TestMethod]
    public void Trace_larger_than_a_group_comes_whole()
    {
        var large = SampleTrace.Create(1, ("answer", $"\"{new string('x', 9_000_000)}\""));
        using var spool = Open();
        spool.Keep([new Delivery(large), new Delivery(SampleTrace.Create(2))]);

        var found = TakeAll(spool);

        CollectionAssert.AreEqual(new[] { AsJson(large), AsJson(SampleTrace.Create(2)) }, found.Select(delivery => AsJson(delivery.Trace)).ToArray());
        Assert.IsEmpty(_diagnostics.Counts);
    }

    [TestMethod]
    public void Files_that_are_delivered_are_deleted()
    {
        using var spool = Open();
        Keep(spool, 1, 2, 3);

        TakeAll(spool);

        Assert.IsEmpty(Directory.GetFiles(Place));
        Keep(spool, 4);
        CollectionAssert.AreEqual(new[] { Id(4) }, TakeAll(spool).Select(delivery => delivery.Trace.Info.TraceId).ToArray());
    }

    [TestMethod]
    public void What_fails_in_the_middle_comes_again_at_the_end()
    {
        using var spool = Open();
        Keep(spool, 1, 2, 3);
        Settle(spool, delivery => delivery.Trace.Info.TraceId == Id(2) ? s_passing : null);
        Keep(spool, 4);

        CollectionAssert.AreEqual(new[] { Id(2), Id(4) }, TakeAll(spool).Select(delivery => delivery.Trace.Info.TraceId).ToArray());
    }

    [TestMethod]
    public void What_is_untouched_stays_where_it_is()
    {
        using var spool = Open();
        Keep(spool, 1, 2, 3);
        var size = Directory.GetFiles(Place, "*.jsonl").Sum(file => new FileInfo(file).Length);

        Settle(spool, delivery => delivery.Trace.Info.TraceId == Id(1) ? null : s_down);
        Settle(spool, _ => s_down);
        Settle(spool, _ => s_down);

        Assert.AreEqual(size, Directory.GetFiles(Place, "*.jsonl").Sum(file => new FileInfo(file).Length));
        CollectionAssert.AreEqual(new[] { Id(2), Id(3) }, TakeAll(spool).Select(delivery => delivery.Trace.Info.TraceId).ToArray());
    }

    [TestMethod]
    public void Next_process_knows_what_was_started_and_what_is_done()
    {
        using (var spool = Open())
        {
            Keep(spool, 1, 2, 3);
            Settle(spool, delivery =>
            {
                delivery.IsStarted = true;
                return delivery.Trace.Info.TraceId == Id(1) ? null : s_down;
            });
        }

        using var next = Open();
        next.ClaimOthers();

        var found = TakeAll(next);
        CollectionAssert.AreEqual(new[] { Id(2), Id(3) }, found.Select(delivery => delivery.Trace.Info.TraceId).ToArray());
        Assert.IsTrue(found.TrueForAll(delivery => delivery.IsStarted));
    }

    [TestMethod]
    public void Files_of_a_process_that_lives_are_left_alone()
    {
        using var one = Open();
        using var other = Open();
        Keep(one, 1);
        Keep(other, 2);

        other.ClaimOthers();

        CollectionAssert.AreEqual(new[] { Id(2) }, TakeAll(other).Select(delivery => delivery.Trace.Info.TraceId).ToArray());
        CollectionAssert.AreEqual(new[] { Id(1) }, TakeAll(one).Select(delivery => delivery.Trace.Info.TraceId).ToArray());
    }

    [TestMethod]
    [DataRow("""{"info":{"trace_id":"tr-1""")]
    [DataRow("no JSON\n{}\n")]
    public void Torn_line_is_skipped_and_reported(string rest)
    {
        using (var spool = Open())
        {
            Keep(spool, 1, 2);
        }

        File.AppendAllText(Directory.GetFiles(Place, "*.jsonl").Single(), rest);
        using var next = Open();
        next.ClaimOthers();

        Assert.HasCount(2, TakeAll(next));
        Assert.AreEqual(rest.Contains('\n', StringComparison.Ordinal) ? 2 : 1, _diagnostics.CountOf("MLT464"));
        Assert.IsTrue(next.IsEmpty);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("no number")]
    [DataRow("99999999")]
    public void Torn_number_costs_no_trace_that_is_open(string torn)
    {
        using (var spool = Open())
        {
            Keep(spool, 1, 2);
            Settle(spool, delivery => delivery.Trace.Info.TraceId == Id(1) ? null : s_down);
        }

        var done = Directory.GetFiles(Place, "*.done").Single();
        File.WriteAllText(done, torn);
        using var next = Open();
        next.ClaimOthers();

        Assert.HasCount(2, TakeAll(next));
    }

    [TestMethod]
    public void Oldest_are_dropped_and_counted_when_there_is_no_room()
    {
        using var spool = Open(options => options.MaxSpoolBytes = 40_000);
        for (var number = 1; number <= 200; number++)
        {
            Keep(spool, number);
            Assert.IsLessThanOrEqualTo(40_000, Directory.GetFiles(Place, "*.jsonl").Sum(file => new FileInfo(file).Length));
        }

        var found = TakeAll(spool).Select(delivery => delivery.Trace.Info.TraceId).ToArray();
        var dropped = _diagnostics.CountOf("MLT462");

        Assert.IsGreaterThan(0, dropped);
        CollectionAssert.AreEqual(Enumerable.Range(1, 200).Skip((int)dropped).Select(Id).ToArray(), found);
    }

    [TestMethod]
    public void Trace_larger_than_the_spool_is_lost_and_leaves_the_others()
    {
        using var spool = Open(options => options.MaxSpoolBytes = 4_000);
        Keep(spool, 1);

        Assert.AreEqual(0, spool.Keep([new Delivery(SampleTrace.Create(2, ("long", $"\"{new string('x', 5_000)}\"")))]));

        Assert.AreEqual(1, _diagnostics.CountOf("MLT461"));
        Assert.AreEqual(0, _diagnostics.CountOf("MLT462"));
        Assert.HasCount(1, TakeAll(spool));
    }

    [TestMethod]
    public void Old_trace_is_dropped_and_counted()
    {
        using var spool = Open(options => options.SpoolTtl = TimeSpan.FromHours(1));
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;
        var young = SampleTrace.Create(2);
        spool.Keep([new Delivery(WithTime(SampleTrace.Create(1), now - (2 * 3_600_000_000_000L))), new Delivery(WithTime(young, now))]);

        Assert.HasCount(1, TakeAll(spool));
        Assert.AreEqual(1, _diagnostics.CountOf("MLT463"));

        static Trace WithTime(Trace trace, long unixNs) => trace with { Info = trace.Info with { RequestTimeUnixNs = unixNs } };
    }

    [TestMethod]
    public void Folder_that_cannot_be_written_loses_traces_and_says_so()
    {
        File.WriteAllText(Place, "a file");
        using var spool = Open();

        Assert.AreEqual(0, spool.Keep([new Delivery(SampleTrace.Create(1)), new Delivery(SampleTrace.Create(2))]));

        Assert.AreEqual(2, _diagnostics.CountOf("MLT461"));
        Assert.IsNull(spool.TakeNext());
    }

    [TestMethod]
    public void Only_the_owner_may_read()
    {
        using var spool = Open();
        Keep(spool, 1, 2);
        Settle(spool, delivery => delivery.Trace.Info.TraceId == Id(1) ? null : s_down);

        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Place));
            Assert.HasCount(2, Directory.GetFiles(Place));
            foreach (var file in Directory.GetFiles(Place))
            {
                Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file), file);
            }
        }
    }

    [TestMethod]
    public void Attachments_are_kept_and_go_with_their_trace()
    {
        var id = Guid.NewGuid().ToString();
        var reference = new AttachmentUri(id, "image/png", Id(1));
        var trace = SampleTrace.Create(1, ("picture", $"\"{reference}\"")) with { Attachments = [new TraceAttachment(id, "image/png", new byte[] { 1, 2, 3 })] };
        using var spool = Open();
        spool.Keep([new Delivery(trace)]);

        var attachment = TakeAll(spool).Single().Trace.Attachments.Single();

        Assert.AreEqual((id, "image/png"), (attachment.AttachmentId, attachment.ContentType));
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, attachment.Content.ToArray());
        Assert.IsEmpty(Directory.GetFiles(Place, "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void Destinations_have_folders_of_their_own()
    {
        string[] folders =
        [
            Of("http://server:5000"), Of("http://server:5001"), Of("https://server:5000"), Of("http://server:5000", options => options.Workspace = "team"),
            Of("http://server:5000", options => options.ExperimentName = "one"), Of("databricks"), Of("databricks://other"),
        ];

        Assert.HasCount(folders.Length, folders.Distinct(StringComparer.Ordinal).ToArray());
        Assert.AreEqual(folders[0], Of("http://user:password@server:5000"), "the same server");
        Assert.DoesNotContain("password", Of("http://user:password@server:5000"));

        string Of(string uri, Action<MlflowOptions>? configure = null)
        {
            var options = new MlflowOptions();
            configure?.Invoke(options);
            return SpoolFolder.Of(Place, TrackingUri.Parse(uri), options);
        }
    }

    private static string Id(int number) => SampleTrace.Create(number).Info.TraceId;

    private static string AsJson(Trace trace) => System.Text.Encoding.UTF8.GetString(StoredTraceJson.Write(trace, "0", null));

    private static void Keep(Spool spool, params int[] numbers)
        => Assert.AreEqual(numbers.Length, spool.Keep([.. numbers.Select(number => new Delivery(SampleTrace.Create(number)))]));

    /// <summary>Delivers the next group, with that outcome.</summary>
    private static List<Delivery> Settle(Spool spool, Func<Delivery, DeliveryFailure?> outcome)
    {
        if (spool.TakeNext() is not { } group)
        {
            return [];
        }

        var deliveries = group.Deliveries;
        foreach (var delivery in deliveries)
        {
            delivery.Failure = outcome(delivery);
        }

        spool.Settle(group);
        return [.. deliveries];
    }

    private static List<Delivery> TakeAll(Spool spool)
    {
        var all = new List<Delivery>();
        while (Settle(spool, static _ => null) is { Count: > 0 } group)
        {
            all.AddRange(group);
        }

        return all;
    }

    private Spool Open(Action<MlflowOptions>? configure = null)
    {
        // Sample traces are of a fixed day.
        var options = new MlflowOptions { SpoolTtl = TimeSpan.MaxValue };
        configure?.Invoke(options);
        return new Spool(Place, options, _diagnostics);
    }
}
