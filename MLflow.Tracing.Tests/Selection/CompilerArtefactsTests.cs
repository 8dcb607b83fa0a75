using MLflow.Tracing.Weaver.Selection;

namespace MLflow.Tracing.Tests.Selection;

[TestClass]
public sealed class CompilerArtefactsTests
{
    [TestMethod]
    [DataRow("<>c__DisplayClass0_0")]
    [DataRow("<Run>d__3")]
    [DataRow("<Clone>$")]
    [DataRow("<PrivateImplementationDetails>")]
    [DataRow("<StartupCode$Shop>")]
    [DataRow("VB$StateMachine_3_Load")]
    [DataRow("_Closure$__11-0")]
    [DataRow("_Lambda$__11-1")]
    [DataRow("Load@12-1")]
    [DataRow("add$W")]
    public void Name_when_a_compiler_made_it_up_is_unspeakable(string name) => Assert.IsTrue(CompilerArtefacts.IsUnspeakable(name));

    [TestMethod]
    [DataRow("")]
    [DataRow("Run")]
    [DataRow(".ctor")]
    [DataRow("<Main>$")]
    [DataRow("N.I<System.Int32>.Q")]
    [DataRow("<Code>F0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF__Hidden")]
    public void Name_when_somebody_wrote_it_is_speakable(string name) => Assert.IsFalse(CompilerArtefacts.IsUnspeakable(name));

    [TestMethod]
    public void Hand_written_state_machine_when_asked_about_is_an_artefact_and_not_entered()
    {
        var run = SelectionRun.Of("""
            using System.Runtime.CompilerServices;
            class Machine : IAsyncStateMachine { public void MoveNext() => Console.WriteLine(); public void SetStateMachine(IAsyncStateMachine machine) => Console.WriteLine(); }
            class C { void Run() => Console.WriteLine(); }
            """, "<Include Namespace='**'/>");

        CollectionAssert.AreEqual(new[] { "C.Run" }, run.Woven);
    }
}
