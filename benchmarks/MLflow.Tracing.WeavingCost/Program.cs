using MLflow.Tracing.WeavingCost;

const int Rounds = 5;

var small = Measurement.Of(1_000, Rounds);
var large = Measurement.Of(10_000, Rounds);

// What every build with Fody pays, whatever the weaver does, tells how fast this machine is.
Console.WriteLine("| case | measured | must | aim |");
Console.WriteLine("|---|---|---|---|");
Console.WriteLine(FormattableString.Invariant($"| Fody with the weaver switched off, 1,000 and 10,000 methods | {small.Idle:0} ms, {large.Idle:0} ms | – | – |"));
Console.WriteLine(FormattableString.Invariant($"| Fody at 1,000 woven methods | **{small.Woven:0} ms**, {small.WovenRatio:0.00} × switched off | ≤ 800 ms | 500 ms |"));
Console.WriteLine(FormattableString.Invariant($"| Fody for each further 1,000 | **{(large.Woven - small.Woven) / 9:0} ms**, at 10,000 {large.WovenRatio:0.00} × switched off | ≤ 370 ms | 200 ms |"));
Console.WriteLine(FormattableString.Invariant($"| build of 10,000 methods against unwoven | **{large.BuildRatio:0.00} ×** | ≤ 1.45 × | 1.3 × |"));
Console.WriteLine(FormattableString.Invariant($"| size of the assembly, 10,000 methods | **{large.SizeRatio:0.00} ×** ({large.BytesPerMethod:0} B a method) | ≤ 3.0 × (350 B) | 2.2 × |"));
Console.WriteLine(FormattableString.Invariant($"| start-up with 10,000 woven methods, 10 of them called | **{large.StartUpAdded:+0.0;-0.0} ms** | ≤ +15 ms | ≤ +5 ms |"));
