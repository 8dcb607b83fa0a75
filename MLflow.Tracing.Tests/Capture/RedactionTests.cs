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
    public void A_parameter_of_a_base_record_and_the_property_of_an_interface_redact_below()
    {
        Assert.AreEqual("{\"Level\":1,\"User\":\"u\",\"Password\":\"[redacted]\"}", _bench.Json(new Administrator("u", "p", 1)));
        Assert.AreEqual("{\"Key\":\"[redacted]\"}", _bench.Json(new Vault()));
        Assert.AreEqual("{\"Key\":\"[redacted]\"}", _bench.Json(new VaultBehind()));
        Assert.AreEqual("{\"User\":\"[redacted]\"}", _bench.Json(new Overriding()));
    }

    [TestMethod]
    public void A_key_whose_text_would_show_a_redacted_member_is_redacted()
        => Assert.AreEqual("{\"[redacted]\":1}", _bench.Json(new Dictionary<Credentials, int> { [new Credentials("u", "p")] = 1 }));

    [TestMethod]
    public void A_redacted_member_that_a_type_serialises_itself_is_redacted()
        => Assert.AreEqual("{\"Password\":\"[redacted]\",\"user\":\"u\"}", _bench.Json(new SelfWritten()));

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

    internal record Credentials(string User, [Redact] string Password);

    internal readonly record struct CredentialsStruct(string User, [property: Redact] string Password);

    internal sealed class Ignored
    {
        [Redact]
        [Newtonsoft.Json.JsonIgnore]
        public string? Token { get; set; }
    }

    internal sealed record Administrator(string User, string Password, int Level) : Credentials(User, Password);

    internal interface IVault
    {
        [Redact]
        string Key { get; }
    }

    internal sealed class Vault : IVault
    {
        public string Key => throw new InvalidOperationException("must not be read");
    }

    internal sealed class VaultBehind : IVault
    {
        public string Key { get; set; } = "secret";

        string IVault.Key => Key;
    }

    internal class Overridable
    {
        [Redact]
        public virtual string User => "u";
    }

    internal sealed class Overriding : Overridable
    {
        public override string User => "v";
    }

    [Serializable]
    internal sealed class SelfWritten : System.Runtime.Serialization.ISerializable
    {
        [Redact]
        public string Password => "p";

        public void GetObjectData(System.Runtime.Serialization.SerializationInfo info, System.Runtime.Serialization.StreamingContext context)
        {
            info.AddValue("Password", Password);
            info.AddValue("user", "u");
        }
    }
}
