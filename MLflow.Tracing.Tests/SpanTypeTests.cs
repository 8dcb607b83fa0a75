namespace MLflow.Tracing.Tests;

[TestClass]
public sealed class SpanTypeTests
{
    [TestMethod]
    public void Values_are_those_of_the_Python_sdk()
        => Assert.AreEqual("CHAT_MODEL", SpanType.ChatModel);
}
