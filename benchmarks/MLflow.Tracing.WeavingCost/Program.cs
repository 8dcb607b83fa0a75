using MLflow.Tracing.WeavingCost;

// Unwoven and woven builds take turns, so that what else the machine does meets both alike; medians are reported.
const string Everything = """<MLflow.Tracing><Include Namespace="Generated.**" /></MLflow.Tracing>""";
const string Nothing = """<MLflow.Tracing Enabled="false" />""";
const int Pairs = 5;

var small = Measurement.Of(1_000, Everything, Pairs);
var large = Measurement.Of(10_000, Everything, Pairs);
var idle = Measurement.Of(1_000, Nothing, Pairs);
var idleLarge = Measurement.Of(10_000, Nothing, Pairs);

Console.WriteLine("| case | measured | must | aim |");
Console.WriteLine("|---|---|---|---|");
Console.WriteLine(FormattableString.Invariant($"| Fody with nothing to weave, 1,000 and 10,000 methods | {idle.Fody:0} ms, {idleLarge.Fody:0} ms | – | – |"));
Console.WriteLine(FormattableString.Invariant($"| weaver time at 1,000 methods | **{small.Fody:0} ms** | ≤ 800 ms | 500 ms |"));
Console.WriteLine(FormattableString.Invariant($"| weaver time for each further 1,000 | **{(large.Fody - small.Fody) / 9:0} ms** | ≤ 370 ms | 200 ms |"));
Console.WriteLine(FormattableString.Invariant($"| build of 10,000 methods against unwoven | **{large.BuildRatio:0.00} ×** | ≤ 1.45 × | 1.3 × |"));
Console.WriteLine(FormattableString.Invariant($"| size of the assembly, 10,000 methods | **{large.SizeRatio:0.00} ×** ({large.BytesPerMethod:0} B a method) | ≤ 3.0 × (350 B) | 2.2 × |"));
Console.WriteLine(FormattableString.Invariant($"| start-up with 10,000 woven methods, 10 of them called | **{large.StartUpAdded:+0.0;-0.0} ms** | ≤ +15 ms | ≤ +5 ms |"));
