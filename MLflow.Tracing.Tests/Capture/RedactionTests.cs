namespace MLflow.Tracing.Tests.Capture;

[TestClass]
public sealed class RedactionTests
{
    private readonly CaptureBench _bench = new();

    [TestMethod]
    public void A_redacted_property_is_not_read()
    {
        Assert.AreEqual("{\"User\":\"u\",\"Password\":\"[redacted]\"}", _bench.Json(new Login()));
        Assert.AreEqual(0, _bench.Diagnostics.Counts.Count);
    }

    [TestMethod]
    public void A_redacted_field_is_not_shown()
        => Assert.AreEqual("{\"Token\":\"[redacted]\",\"User\":\"u\"}", _bench.Json(new WithField()));

    [TestMethod]
    public void A_redacted_parameter_of_a_record_redacts_its_property()
    {
        Assert.AreEqual("{\"User\":\"u\",\"Password\":\"[redacted]\"}", _bench.Json(new Credentials("u", "p")));
        Assert.AreEqual("{\"User\":\"u\",\"Password\":\"[redacted]\"}", _bench.JsonOf(new CredentialsStruct("u", "p")));
    }

    [TestMethod]
    public void A_redacted_member_below_others_is_redacted()
        => Assert.AreEqual("[{\"Inner\":{\"User\":\"u\",\"Password\":\"[redacted]\"}}]", _bench.Json(new[] { new { Inner = new Credentials("u", "p") } }));

    [TestMethod]
    public void An_ignored_member_stays_out()
        => Assert.AreEqual("{}", _bench.Json(new Ignored()));

    internal sealed class Login
    {
        public string User => "u";

        [Redact]
        public string Password => throw new InvalidOperationException("must not be read");
    }

    internal sealed class WithField
    {
        [Redact]
        public string Token = "secret";

        public string User { get; set; } = "u";
    }

    internal sealed record Credentials(string User, [Redact] string Password);

    internal readonly record struct CredentialsStruct(string User, [property: Redact] string Password);

    internal sealed class Ignored
    {
        [Redact]
        [Newtonsoft.Json.JsonIgnore]
        public string? Token { get; set; }
    }
}
