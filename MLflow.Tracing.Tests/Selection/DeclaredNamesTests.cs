using MLflow.Tracing.Weaver.Selection;

namespace MLflow.Tracing.Tests.Selection;

[TestClass]
public sealed class DeclaredNamesTests
{
    [TestMethod]
    public void Namespace_when_the_type_is_nested_is_the_outermost_types()
    {
        var type = SourceModule.Compile("namespace A.B { class C<T> { class D<U> { void M() { } } } }").Method("M").DeclaringType;

        Assert.AreEqual("A.B", DeclaredNames.NamespaceOf(type));
        Assert.AreEqual("C.D", DeclaredNames.TypeNameOf(type));
    }

    [TestMethod]
    [DataRow("class C { public C(int x) { } }", ".ctor", "C")]
    [DataRow("class C<T> { static C() { } static void X() { } }", ".cctor", "C")]
    [DataRow("class C { int Size { get; } }", "get_Size", "Size")]
    [DataRow("class C { int Size { init { } } }", "set_Size", "Size")]
    [DataRow("class C { event Action Done { add { } remove { } } }", "add_Done", "Done")]
    [DataRow("class C { void Work<T>() { } }", "Work", "Work")]
    [DataRow("class C { void get_Fake() { } }", "get_Fake", "get_Fake")]
    [DataRow("namespace N { interface I<T> { void Q(); } class C : I<int> { void I<int>.Q() { } } }", "N.I<System.Int32>.Q", "Q")]
    [DataRow("namespace N { interface I { int P { get; } } class C : I { int I.P => 1; } }", "N.I.get_P", "P")]
    [DataRow("class C { void Outer() { Local(); void Local() { } } }", "<Outer>g__Local|0_0", "Local")]
    [DataRow("class C { void Outer() { Action x = () => { }; } }", "<Outer>b__0_0", "Outer.<lambda>")]
    [DataRow("class C { Action P { get { return () => { }; } } }", "<get_P>b__1_0", "P.<lambda>")]
    [DataRow("class C { Action _x = () => { }; }", "<.ctor>b__1_0", "C.<lambda>")]
    public void K8_member_name_when_taken_from_metadata_is_the_one_in_the_source(string code, string metadataName, string expected)
    {
        var methods = SourceModule.Compile(code).GetTypes().SelectMany(static type => type.Methods).ToList();
        var method = methods.Find(candidate => candidate.Name == metadataName);

        Assert.IsNotNull(method, string.Join(", ", methods.Select(static candidate => candidate.Name)));
        Assert.AreEqual(expected, DeclaredNames.MemberNameOf(method));
    }

    [TestMethod]
    public void K10_explicit_implementation_when_matched_answers_to_both_names()
    {
        var method = SourceModule.Compile("namespace N { class Outer { public interface IX<T> { void Q(); } } class C : Outer.IX<int> { void Outer.IX<int>.Q() { } } }").GetTypes().Single(static type => type.Name == "C").Methods[0];

        CollectionAssert.IsSubsetOf(new[] { "Q", "Outer.IX.Q", method.Name }, DeclaredNames.MatchNamesOf(method).ToArray());
    }

    [TestMethod]
    [DataRow("Q")]
    [DataRow("IX.Q")]
    [DataRow("N.IX.Q")]
    [DataRow("*")]
    public void K10_explicit_implementation_when_a_rule_names_it_is_woven(string pattern)
        => CollectionAssert.AreEqual(
            new[] { "C.Q" },
            SelectionRun.Of("namespace N { interface IX { void Q(); } class C : IX { void IX.Q() => Console.WriteLine(); } }", $"<Include Method='{pattern}'/>").Woven);
}
