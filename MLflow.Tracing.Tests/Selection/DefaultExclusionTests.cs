using Microsoft.CodeAnalysis;
using MLflow.Tracing.Weaver.Selection;

namespace MLflow.Tracing.Tests.Selection;

[TestClass]
public sealed class DefaultExclusionTests
{
    private const string Everything = "<Include Namespace='**'/>";

    private const string Members = """
        using System.Runtime.CompilerServices;
        using System.Runtime.InteropServices;
        abstract class C
        {
            static C() => Console.WriteLine();
            C() => Console.WriteLine();
            ~C() => Console.WriteLine();
            int Size { get { Console.WriteLine(); return 1; } set => Console.WriteLine(value); }
            int this[int index] => index + 1;
            event Action Changed { add => Console.WriteLine(value); remove { } }
            event Action? Field;
            public static C operator +(C left, C right) { Console.WriteLine(); return left; }
            public static explicit operator int(C value) { Console.WriteLine(); return 1; }
            public override bool Equals(object? other) { Console.WriteLine(); return true; }
            public override int GetHashCode() { Console.WriteLine(); return 1; }
            public override string ToString() { Console.WriteLine(); return ""; }
            abstract protected void Abstract();
            [MethodImpl(MethodImplOptions.AggressiveInlining)] void Inlined() => Console.WriteLine();
            [UnmanagedCallersOnly] static void Callback() => Console.WriteLine();
            [ModuleInitializer] internal static void Initialise() => Console.WriteLine();
            [System.CodeDom.Compiler.GeneratedCode("tool", "1")] void Generated() => Console.WriteLine();
            [CompilerGenerated] void Made() => Console.WriteLine();
            void Trivial() { }
            void Outer() { Local(1); Action lambda = () => Console.WriteLine(); lambda(); void Local(int x) => Console.WriteLine(x); Field?.Invoke(); }
            delegate void Handler();
        }
        """;

    [TestMethod]
    [DataRow(".cctor", "static-constructor")]
    [DataRow(".ctor", "constructor")]
    [DataRow("Finalize", "finalizer")]
    [DataRow("get_Size", "accessor")]
    [DataRow("set_Size", "accessor")]
    [DataRow("get_Item", "accessor")]
    [DataRow("add_Changed", "accessor")]
    [DataRow("remove_Changed", "accessor")]
    [DataRow("add_Field", "accessor")]
    [DataRow("op_Addition", "operator")]
    [DataRow("op_Explicit", "operator")]
    [DataRow("Equals", "object-member")]
    [DataRow("GetHashCode", "object-member")]
    [DataRow("ToString", "object-member")]
    [DataRow("Abstract", "no-body")]
    [DataRow("BeginInvoke", "no-body")]
    [DataRow("Inlined", "aggressive-inlining")]
    [DataRow("Callback", "unmanaged-callers-only")]
    [DataRow("Initialise", "module-initializer")]
    [DataRow("Generated", "generated-code")]
    [DataRow("Made", "compiler-generated")]
    [DataRow("Trivial", "trivial")]
    [DataRow("<Outer>g__Local", "closure")]
    [DataRow("<Outer>b__", "closure")]
    public void K2_K3_K4_K6_K7_K8_K16_K20_K25_member_when_matched_by_a_rule_is_left_out_with_a_reason(string method, string expected)
    {
        var verdict = Run().Result.Verdicts.Where(verdict => verdict.Method.Name.StartsWith(method, StringComparison.Ordinal)).OrderBy(static verdict => verdict.Method.DeclaringType.Name != "C").First();

        Assert.AreEqual(MethodOutcome.LeftOut, verdict.Outcome);
        Assert.AreEqual(expected, verdict.LeftOutReason!.Id);
        StringAssert.Contains(verdict.Origin!.Description, "<Include Namespace=\"**\" />", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Ordinary_method_when_matched_by_a_rule_is_woven()
        => CollectionAssert.AreEqual(new[] { "C.Outer" }, Run().Woven);

    [TestMethod]
    public void Every_reason_when_listed_has_an_id_of_its_own()
    {
        var ids = DefaultExclusions.Reasons.Select(static reason => reason.Id).ToArray();

        CollectionAssert.AllItemsAreUnique(ids);
        Assert.IsGreaterThan(10, ids.Length);
    }

    [TestMethod]
    public void K3_K5_K8_attribute_on_the_member_when_present_reaches_what_rules_leave_out()
    {
        var run = SelectionRun.Of("""
            class C
            {
                [Trace] C() { }
                [Trace] int Size { get; }
                [Trace] public override string ToString() => "";
                [Trace] void Trivial() { }
                void Outer() { Local(); Func<int, int> lambda = [Trace] (x) => x; [Trace] void Local() { } }
            }
            """);

        CollectionAssert.AreEquivalent(new[] { "C.C", "C.Size", "C.ToString", "C.Trivial", "C.Local", "C.Outer.<lambda>" }, run.Woven);
    }

    [TestMethod]
    public void S24_state_machines_and_closures_when_in_a_matched_namespace_are_never_entered()
    {
        var run = SelectionRun.Of("""
            using System.Collections.Generic;
            class C
            {
                async Task<int> Wait(int x) { await Task.Yield(); return x; }
                IEnumerable<int> Count() { yield return 1; }
                async IAsyncEnumerable<int> Stream() { await Task.Yield(); yield return 1; }
            }
            """, Everything);

        CollectionAssert.AreEquivalent(new[] { "C.Wait", "C.Count", "C.Stream" }, run.Woven);
        Assert.IsFalse(run.Result.Verdicts.Any(static verdict => verdict.Method.Name is "MoveNext" or "SetStateMachine"));
    }

    [TestMethod]
    public void K9_record_members_when_made_by_the_compiler_are_left_out()
    {
        var run = SelectionRun.Of("record R(int Id, string Name) { public void Work() => Console.WriteLine(Id); }", Everything);

        CollectionAssert.AreEqual(new[] { "R.Work" }, run.Woven);
        Assert.AreEqual("compiler-generated", run.LeftOut("PrintMembers"));
    }

    [TestMethod]
    public void K15_top_level_statements_when_matched_are_woven_once()
    {
        var module = SourceModule.Compile("await Task.Yield(); Console.WriteLine(Local()); int Local() => Environment.TickCount;", kind: OutputKind.ConsoleApplication);
        var run = SelectionRun.Of(module, "<Include Type='Program'/>");

        CollectionAssert.AreEqual(new[] { "Program.Main" }, run.Woven);
        Assert.AreEqual("entry-point-stub", run.LeftOut("<Main>"));
    }

    [TestMethod]
    public void File_local_type_when_matched_is_an_ordinary_type()
        => CollectionAssert.AreEqual(
            new[] { "Hidden.Run" },
            SelectionRun.Of("file class Hidden { void Run() => Console.WriteLine(); }", "<Include Type='Hidden'/>").Woven);

    [TestMethod]
    public void K1_extension_members_when_matched_are_woven_where_their_code_is()
    {
        var run = SelectionRun.Of("""
            static class Extensions
            {
                extension(string text)
                {
                    public int Twice(int x) => text.Length * x;
                    public int Size => text.Length + 1;
                    [Trace] public int Explicit => text.Length;
                }
                extension(int number)
                {
                    public int Explicit => number;
                }
            }
            """, Everything);

        CollectionAssert.AreEquivalent(new[] { "Extensions.Twice", "Extensions.Explicit" }, run.Woven);
        Assert.AreEqual("accessor", run.LeftOut("get_Size"));
        Assert.IsTrue(run.Result.Selected.All(static selected => selected.Method.IsStatic));
        Assert.AreEqual("System.String", run.Result.Selected.Single(static selected => selected.Method.Name == "get_Explicit").Method.Parameters[0].ParameterType.FullName);
    }

    [TestMethod]
    public void K11_default_interface_method_when_matched_is_woven()
        => CollectionAssert.AreEqual(
            new[] { "I.Work" },
            SelectionRun.Of("interface I { void Plain(); void Work() => Console.WriteLine(); }", Everything).Woven);

    [TestMethod]
    [DataRow("accessor", "C.Size C.Size C.Item C.Changed")]
    [DataRow("constructor", "C.C")]
    [DataRow("static-constructor", "C.C")]
    [DataRow("finalizer", "C.Finalize")]
    [DataRow("operator", "C.op_Addition C.op_Explicit")]
    [DataRow("object-member", "C.Equals C.GetHashCode C.ToString")]
    [DataRow("closure", "C.Local C.Outer.<lambda>")]
    [DataRow("aggressive-inlining", "C.Inlined")]
    [DataRow("unmanaged-callers-only", "C.Callback")]
    [DataRow("module-initializer", "C.Initialise")]
    [DataRow("generated-code", "C.Generated")]
    [DataRow("compiler-generated", "C.Made")]
    [DataRow("trivial", "C.Trivial")]
    public void Members_when_a_rule_names_a_kind_takes_it_too(string kind, string expected)
    {
        var run = SelectionRun.Of(Members, $"<Include Namespace='**' Members='{kind}'/>");

        CollectionAssert.AreEquivalent(expected.Split(' '), run.Woven.Except(["C.Outer"]).Concat(run.Woven.Where(static name => name == "C.Size").Skip(1)).ToArray());
    }

    [TestMethod]
    public void Members_when_a_member_is_of_two_kinds_must_name_both()
    {
        const string Code = "class C { int Size { get; set; } }";

        Assert.IsEmpty(SelectionRun.Of(Code, "<Include Type='C' Members='accessor | trivial'/>").Woven);
        Assert.HasCount(2, SelectionRun.Of(Code, "<Include Type='C' Members='accessor|compiler-generated|trivial'/>").Woven);
    }

    [TestMethod]
    public void Members_when_several_rules_match_come_from_the_last_that_states_them()
    {
        var run = SelectionRun.Of(
            "class A { void None() { } } class B { void None() { } }",
            "<Include Namespace='**' Members='trivial'/><Include Type='A' SpanType='TOOL'/><Include Type='B' Members='accessor'/>");

        CollectionAssert.AreEqual(new[] { "A.None" }, run.Woven);
    }

    [TestMethod]
    public void Members_when_they_name_what_only_an_attribute_reaches_ask_as_an_attribute_does()
    {
        var run = SelectionRun.Of(SourceModule.Compile(Members), "<Include Type='C' Members='static-constructor'/>", StrategyClassifier.Classify);

        CollectionAssert.Contains(run.Woven, "C.C");
        Assert.AreEqual(MethodOutcome.LeftOut, run.Verdict("Finalize").Outcome);
    }

    [TestMethod]
    public void Members_when_without_a_body_stay_left_out()
        => CollectionAssert.AreEqual(new[] { "entry-point-stub", "no-body" }, DefaultExclusions.Reasons.Select(static reason => reason.Id).Except(DefaultExclusions.Overridable).Order().ToArray());

    private static SelectionRun Run() => SelectionRun.Of(Members, Everything);
}
