using System.Reflection;
using System.Xml.Linq;

namespace MLflow.Tracing.Cli.Weaving;

/// <summary>The <c>assemblyBinding</c> of a program's configuration file: .NET Framework takes no other version of an assembly than the one that was asked for, unless it is told to.</summary>
/// <remarks>https://learn.microsoft.com/dotnet/framework/configure-apps/file-schema/runtime/bindingredirect-element</remarks>
internal sealed class BindingRedirects
{
    private static readonly XNamespace s_binding = "urn:schemas-microsoft-com:asm.v1";

    private readonly XDocument _document;
    private readonly XElement _bindings;

    private BindingRedirects(string path, XDocument document)
    {
        Path = path;
        _document = document;
        var runtime = ChildOf(document.Root!, "runtime");
        _bindings = ChildOf(runtime, s_binding + "assemblyBinding");
    }

    public string Path { get; }

    /// <summary>Whether <see cref="Add"/> changed it.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Whether it says which version of an assembly is taken.</summary>
    public bool Lists(string name) => EntriesOf(name).Any();

    /// <summary>The configuration of a program, there or not.</summary>
    /// <exception cref="System.Xml.XmlException">It is there and no XML.</exception>
    public static BindingRedirects Of(string program)
    {
        var path = program + ".config";
        return new BindingRedirects(path, File.Exists(path) ? XDocument.Load(path, LoadOptions.PreserveWhitespace) : new XDocument(new XElement("configuration")));
    }

    /// <summary>Sends everybody who asks for an assembly to a version, if it is signed: others are found by their names.</summary>
    public void Add(AssemblyName assembly)
    {
        if (assembly.GetPublicKeyToken() is not { Length: > 0 } token)
        {
            return;
        }

        EntriesOf(assembly.Name!).Remove();
        _bindings.Add(new XElement(
            s_binding + "dependentAssembly",
            new XElement(s_binding + "assemblyIdentity", new XAttribute("name", assembly.Name!), new XAttribute("publicKeyToken", Convert.ToHexString(token).ToLowerInvariant()), new XAttribute("culture", "neutral")),
            new XElement(s_binding + "bindingRedirect", new XAttribute("oldVersion", $"0.0.0.0-{assembly.Version}"), new XAttribute("newVersion", assembly.Version!.ToString()))));
        IsChanged = true;
    }

    public byte[] ToBytes()
    {
        using var content = new MemoryStream();
        _document.Save(content);
        return content.ToArray();
    }

    private IEnumerable<XElement> EntriesOf(string name)
        => _bindings.Elements(s_binding + "dependentAssembly").Where(element => (string?)element.Element(s_binding + "assemblyIdentity")?.Attribute("name") == name);

    private static XElement ChildOf(XElement parent, XName name)
    {
        if (parent.Element(name) is not { } child)
        {
            parent.Add(child = new XElement(name));
        }

        return child;
    }
}
