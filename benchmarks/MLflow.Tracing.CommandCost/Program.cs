using MLflow.Tracing.CommandCost;

const int Rounds = 3;
const int Assemblies = 50;
const int MethodsEach = 1_000;

using var published = PublishedFolder.Of(Assemblies, MethodsEach);
var nothing = Measurement.Of(Rounds, published.Copy, static folder => ["weave", folder, "--include", "Other.**"]);
var everything = Measurement.Of(Rounds, published.Copy, static folder => ["weave", folder, "--include", "Generated.**"]);
var verified = Measurement.Of(1, published.Copy, static folder => ["weave", folder, "--include", "Generated.**", "--verify"]);

using var passedOver = published.Copy();
var before = passedOver.Hash();
_ = Measurement.Of(1, published.Copy, _ => ["weave", passedOver.Path, "--include", "Other.**"]);
using var woven = published.Copy();
_ = Measurement.Of(1, published.Copy, _ => ["weave", woven.Path, "--include", "Generated.**"]);
var inspected = Measurement.Of(Rounds, woven.Copy, static folder => ["inspect", folder]);

Console.WriteLine("| case | measured | must |");
Console.WriteLine("|---|---|---|");
Console.WriteLine(FormattableString.Invariant($"| everything matched | **{everything.Seconds:0.0} s, {everything.Megabytes:0} MB** | ≤ 25 s, ≤ 600 MB |"));
Console.WriteLine(FormattableString.Invariant($"| the same with `--verify` | **{verified.Seconds:0.0} s, {verified.Megabytes:0} MB** ({verified.Seconds / everything.Seconds:0.0} ×) | – |"));
Console.WriteLine(FormattableString.Invariant($"| nothing matched | **{nothing.Seconds:0.0} s, {nothing.Megabytes:0} MB** ({(passedOver.Hash() == before ? "no file touched" : "FILES WERE TOUCHED")}) | ≤ 2 s, no file touched |"));
Console.WriteLine(FormattableString.Invariant($"| `inspect` of everything woven | **{inspected.Seconds:0.0} s, {inspected.Megabytes:0} MB** | ≤ 5 s |"));
