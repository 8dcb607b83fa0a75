using MLflow.Tracing;
using MLflow.Tracing.DeliveryCost;

// `dotnet run -c Release --project benchmarks/MLflow.Tracing.DeliveryCost [-- [short] [otlp] [delivered] [held] [caller] [spool]]`
if (args is [Sink.Argument])
{
    await Sink.ServeAsync();
    return;
}

const int Queue = 100_000;
var rounds = args.Contains("short") ? 3 : 9;
var chosen = args.Except(["short"]).ToHashSet();
Core.Use(Core.First);
using var sink = new Sink();
Console.WriteLine("| case | measured | must | aim |");
Console.WriteLine("|---|---|---|---|");

if (IsChosen("otlp"))
{
    using var otlp = new OtlpCase(sink.Address);
    var rates = await Rate.OfAsync(rounds, () => otlp.SendOursAsync(false), () => otlp.SendTheirs(false), () => otlp.SendOursAsync(true), () => otlp.SendTheirs(true), otlp.EncodeOurs);
    Line("OTLP, batches of 512, of OpenTelemetry's exporter", $"**{rates[0] / rates[1]:0.00} ×** ({rates[0] / 1000:0} k against {rates[1] / 1000:0} k spans/s)", "≥ 0.6 ×", "1.0 ×");
    Line("the same with gzip, of OpenTelemetry's exporter without", $"**{rates[2] / rates[1]:0.00} ×** ({rates[2] / 1000:0} k spans/s; theirs with gzip {rates[3] / 1000:0} k)", "≥ 0.4 ×", "0.6 ×");
    Line("encoding alone", $"{rates[4] / 1000:0} k spans/s", "–", "–");
}

if (IsChosen("delivered"))
{
    Recorder.Start(sink.Address, Queue);
    var delivered = await Rate.OfAsync(rounds, () => Recorder.DeliverAsync(640, 1), () => Recorder.DeliverAsync(64, 100));
    Line("recorded and delivered, one span a trace", $"**{delivered[0] / 1000:0.0} k** traces/s", "≥ 4 k", "7.5 k");
    Line("recorded and delivered, 100 spans a trace", $"**{delivered[1] / 10:0} k** spans/s", "≥ 200 k", "400 k");
}

if (IsChosen("held"))
{
    var (alone, together) = (HeldBytes(1), HeldBytes(100));
    Line("held per span, 100,000 spans in the queue", $"**{alone:0} B** one a trace, **{together:0} B** 100 a trace", "≤ 250 B", "≤ 150 B");
}

if (IsChosen("caller"))
{
    var caller = new[] { sink.Address, DeadAddress(), sink.StallingAddress }.Select(CallerCost).ToArray();
    Line("caller's thread, server dead, of a healthy one", $"**{caller[1] / caller[0]:0.00} ×** ({caller[1]:0} ns against {caller[0]:0} ns a trace of one span)", "≤ 1.10 ×", "–");
    Line("caller's thread, server stalling, of a healthy one", $"**{caller[2] / caller[0]:0.00} ×** ({caller[2]:0} ns)", "≤ 1.10 ×", "–");
}

if (IsChosen("spool"))
{
    using var single = new SpoolCase(spans: 1);
    using var hundred = new SpoolCase(spans: 100);
    var kept = await Rate.OfAsync(rounds, single.Keep, hundred.Keep);
    var ofClock = new[] { single, hundred }.Select(spool => Rate.Median(Enumerable.Range(0, rounds).Select(_ => spool.KeepByTheClock()))).ToArray();
    Line("spooled, one span a trace", $"**{ofClock[0] / 1000:0} k** spans/s by the clock, {kept[0] / 1000:0} k by processor time", "≥ 200 k", "500 k");
    Line("spooled, 100 spans a trace", $"**{ofClock[1] / 1000:0} k** spans/s by the clock, {kept[1] / 1000:0} k by processor time", "≥ 200 k", "500 k");
}

bool IsChosen(string part) => chosen.Count == 0 || chosen.Contains(part);

double HeldBytes(int spansPerTrace)
{
    Recorder.Start(sink.StallingAddress, Queue);
    Recorder.Record(64, 1); // what the worker is busy with
    Thread.Sleep(500);
    var before = GC.GetTotalMemory(forceFullCollection: true);
    Recorder.Record((Queue / spansPerTrace) - 64, spansPerTrace);
    var held = GC.GetTotalMemory(forceFullCollection: true) - before;
    Mlflow.Use(null);
    return held / (double)(Queue - (64 * spansPerTrace));
}

double CallerCost(string address)
{
    Recorder.Start(address, 1000);
    Recorder.CallerNanoseconds(20_000);
    var cost = Rate.Median(Enumerable.Range(0, 10 * rounds).Select(_ =>
    {
        Thread.Sleep(20); // a program has other things to do
        return Recorder.CallerNanoseconds(500);
    }));
    Mlflow.Use(null);
    return cost;
}

static string DeadAddress()
{
    using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
    probe.Start();
    return $"http://127.0.0.1:{((System.Net.IPEndPoint)probe.LocalEndpoint).Port}";
}

static void Line(string name, FormattableString measured, string must, string aim) => Console.WriteLine($"| {name} | {FormattableString.Invariant(measured)} | {must} | {aim} |");
