using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Selection;

namespace MLflow.Tracing.Tests.Selection;

/// <summary><c>[Trace(Inherited = true)]</c>, and <c>[Redact]</c>, reach what overrides or implements a member.</summary>
[TestClass]
public sealed class InheritanceTests
{
    [TestMethod]
    [DataRow("abstract class B { [Trace(Inherited = true)] public abstract int M(int x); } class D : B { public override int M(int x) => 1; }", DisplayName = "abstract method")]
    [DataRow("class B { [Trace] public virtual int Other() => 1; [NoTrace] public virtual void N() { } [Trace(Inherited = true), NoTrace] public virtual void O() { } [Trace(Inherited = true)] protected internal virtual int M(int x) => 2; } class C : B { } class D : C { protected internal override int M(int x) => 1; public override int Other() => 2; public override void N() { } public override void O() { } }", DisplayName = "virtual method of a base's base")]
    [DataRow("interface I { [Trace(Inherited = true)] int M(int x); } class D : I { public int M(int x) => 1; int M(string x) => 1; int M() => 1; int M<T>(int x) => 1; }", DisplayName = "interface method")]
    [DataRow("interface I { [Trace(Inherited = true)] int M(int x); } class D : I { int I.M(int x) => 1; public int M(int x) => 2; }", DisplayName = "explicit implementation")]
    [DataRow("interface I<T, U> { [Trace(Inherited = true)] U M(T x); U M(string x); } class D : I<int, int> { public int M(int x) => 1; public int M(string x) => 2; }", DisplayName = "closed generic interface")]
    [DataRow("interface I<T> { [Trace(Inherited = true)] int M<U>(T[] x, ref U y, System.Collections.Generic.List<T> z); } class D<V> : I<V> { public int M<W>(V[] x, ref W y, System.Collections.Generic.List<V> z) => 1; }", DisplayName = "generic interface and method")]
    [DataRow("class A<T> { [Trace(Inherited = true)] public virtual int M(T x) => 1; } class B<U> : A<U[]> { } class D : B<int> { public override int M(int[] x) => 1; }", DisplayName = "generic base of a generic base")]
    [DataRow("interface I { [Trace(Inherited = true)] void M(); } interface J : I { } class B : J { [NoTrace] public virtual void M() { } } class D : B, J { public new void M() { } }", DisplayName = "interface implemented again")]
    [DataRow("interface I { [Trace(Inherited = true)] void M(); } class B : I { [NoTrace] void I.M() { } public virtual void N() { } } class D : B, I { void I.M() { } public override void N() { } }", DisplayName = "explicit implementation again")]
    [DataRow("interface I { [Trace(Inherited = true)] static abstract int M(int x); } class D : I { public static int M(int x) => 1; }", DisplayName = "static abstract member")]
    [DataRow("interface I { [Trace(Inherited = true)] int M(int x); } struct D : I { public int M(int x) => 1; }", DisplayName = "struct")]
    [DataRow("[Trace(Inherited = true)] interface I { void M(); } class D : I { public void M() => Console.WriteLine(); public void Own() => Console.WriteLine(); }", DisplayName = "type of the member")]
    public void Attribute_when_inherited_reaches_the_override_or_implementation(string code)
    {
        var run = SelectionRun.Of(code);

        var reached = run.Result.Selected.Where(static selected => selected.Origin.Description.StartsWith("[Trace] inherited from ", StringComparison.Ordinal)).ToArray();
        CollectionAssert.AreEqual(new[] { "D.M" }, reached.Select(static selected => $"{DeclaredNames.TypeNameOf(selected.Method.DeclaringType)}.{DeclaredNames.MemberNameOf(selected.Method)}").ToArray());
        Assert.IsEmpty(run.Result.Skipped);
        Assert.IsEmpty(run.Diagnostics.Where(static diagnostic => diagnostic.Id != "MLT062"));
    }

    [TestMethod]
    public void Attribute_when_not_inherited_reaches_nothing_below()
        => Assert.IsEmpty(SelectionRun.Of("class B { [Trace] public virtual void M() { } } class D : B { public override void M() { } }").Result.Verdicts.Where(static verdict => verdict.Method.DeclaringType.Name == "D" && verdict.Outcome == MethodOutcome.Woven));

    [TestMethod]
    public void Attribute_when_inherited_reaches_through_a_member_that_has_its_own()
    {
        var run = SelectionRun.Of("""
            class A { [Trace(Inherited = true, SpanType = "TOOL")] public virtual void M() { } }
            class B : A { [Trace(SpanType = "AGENT")] public override void M() { } }
            class C : B { public override void M() { } }
            """);

        CollectionAssert.AreEqual(new[] { "TOOL", "AGENT", "TOOL" }, run.Result.Selected.Select(static selected => selected.Span.SpanType).ToArray());
    }

    [TestMethod]
    public void No_trace_on_an_override_wins_and_holds_for_what_overrides_it()
    {
        var run = SelectionRun.Of("""
            class A { [Trace(Inherited = true)] public virtual void M() { } }
            class B : A { [NoTrace] public override void M() { } }
            class C : B { public override void M() { } }
            """);

        CollectionAssert.AreEqual(new[] { "A.M" }, run.Woven);
    }

    [TestMethod]
    public void Attribute_on_the_overriding_type_when_present_beats_the_inherited_one()
    {
        var run = SelectionRun.Of("""
            interface I { [Trace(Inherited = true, SpanType = "TOOL")] void M(); }
            [NoTrace] class Quiet : I { public void M() => Console.WriteLine(); }
            [Trace(SpanType = "CHAIN")] class Loud : I { public void M() => Console.WriteLine(); }
            """);

        Assert.AreEqual("CHAIN", run.Result.Selected.Single().Span.SpanType);
    }

    [TestMethod]
    public void Inherited_attribute_when_rules_speak_too_beats_them()
    {
        var run = SelectionRun.Of(
            "interface I { [Trace(Inherited = true, Name = \"{Type}\")] void M(); } class D : I { public void M() => Console.WriteLine(); }",
            "<Include Type='D' SpanType='TOOL'/><Exclude Type='D'/>");

        Assert.AreEqual(("D", "UNKNOWN"), (run.Span("M", "D").Name, run.Span("M", "D").SpanType));
    }

    [TestMethod]
    public void Type_attribute_when_inherited_leaves_out_what_types_leave_out()
    {
        var run = SelectionRun.Of("""
            [Trace(Inherited = true)] abstract class B { public abstract int Size { get; } public abstract void Work(); public abstract void Empty(); }
            class D : B { public override int Size => Environment.TickCount; public override void Work() => Console.WriteLine(); public override void Empty() { } }
            """);

        CollectionAssert.AreEqual(new[] { "D.Work" }, run.Woven);
        Assert.IsEmpty(run.Diagnostics);
    }

    [TestMethod]
    public void Property_attribute_when_inherited_reaches_the_accessors_below()
        => CollectionAssert.AreEqual(
            new[] { "D.Size", "D.Size" },
            SelectionRun.Of("interface I { [Trace(Inherited = true)] int Size { get; set; } } class D : I { public int Size { get; set; } }").Woven);

    [TestMethod]
    public void Abstract_member_when_its_attribute_is_not_inherited_is_skipped_with_that_advice()
    {
        var run = SelectionRun.Of(SourceModule.Compile("abstract class B { [Trace] public abstract void M(); }"), "", StrategyClassifier.Classify);

        StringAssert.Contains(run.Result.Skipped.Single().Reason.Text, "Inherited = true", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Attribute_in_a_referenced_assembly_when_inherited_reaches_the_woven_one()
    {
        var run = SelectionRun.Of(SourceModule.CompileAgainst(
            "class D : B, I { public override void M([Redact] string a, string b) { } public string N(string c) => c; }",
            "public interface I { [Trace(Inherited = true)] [return: Redact] string N(string c); } public class B { [Trace(Inherited = true)] public virtual void M(string a, [Redact] string b) { } }"));

        CollectionAssert.AreEqual(new[] { "D.M", "D.N" }, run.Woven);
        CollectionAssert.AreEqual(new[] { 0, 1 }, run.Span("M").RedactedParameters.ToArray());
        Assert.IsTrue(run.Span("N").RedactResult);
    }

    [TestMethod]
    public void B27_base_type_that_is_not_found_is_told_and_the_rest_is_woven()
    {
        var run = SelectionRun.Of(
            SourceModule.CompileAgainst("public class D : B { public override void M() => Console.WriteLine(); [Trace] public void N() { } }", "public class B { [Trace(Inherited = true)] public virtual void M() { } }", isLibraryLost: true),
            "<Include Type='D'/>");

        CollectionAssert.AreEqual(new[] { "D.M", "D.N" }, run.Woven);
        var diagnostic = run.Diagnostics.Single();
        Assert.AreEqual(("MLT071", DiagnosticSeverity.Information), (diagnostic.Id, diagnostic.Severity));
        Assert.StartsWith("B, a base type", diagnostic.Message);
    }

    [TestMethod]
    public void Redact_on_a_base_member_always_holds_below()
    {
        var run = SelectionRun.Of(
            """
            interface I { string Ask([Redact] string key, string text); [Redact] string Secret { get; set; } }
            class D : I { public string Ask(string key, string text) => text + key; public string Secret { get; set; } = ""; }
            """,
            "<Include Type='D' Members='accessor|trivial|compiler-generated'/>");

        CollectionAssert.AreEqual(new[] { 0 }, run.Span("Ask", "D").RedactedParameters.ToArray());
        Assert.IsTrue(run.Span("get_Secret", "D").RedactResult);
        CollectionAssert.AreEqual(new[] { 0 }, run.Span("set_Secret", "D").RedactedParameters.ToArray());
    }
}
