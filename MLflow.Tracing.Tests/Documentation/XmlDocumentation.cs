using System.Reflection;
using System.Xml.Linq;

namespace MLflow.Tracing.Tests.Documentation;

/// <summary>The documentation comments of an assembly, as the compiler has written them beside it.</summary>
internal sealed class XmlDocumentation(XDocument file)
{
    /// <summary>All examples of types and members, in the order of the file.</summary>
    public IReadOnlyList<CodeExample> Examples { get; } =
    [
        .. file.Descendants("member").SelectMany(static member => member.Elements("example").Elements("code")
            .Select(code => new CodeExample((string)member.Attribute("name")!, WithoutIndentation(code.Value)))),
    ];

    public static XmlDocumentation Of(Assembly assembly) => new(XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")));

    /// <summary>The types on which no example stands.</summary>
    public IEnumerable<Type> WithoutExample(IEnumerable<Type> types) => types.Where(type => !HasExample($"T:{NameOf(type)}"));

    /// <summary>The public members that a type declares of which no overload has an example.</summary>
    public IEnumerable<string> MembersWithoutExample(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(static member => member is PropertyInfo or EventInfo or MethodInfo { IsSpecialName: false })
        .Select(static member => member.Name)
        .Distinct()
        .Where(member => !Examples.Any(example => example.Member[2..].Split('(', '`')[0] == $"{NameOf(type)}.{member}"));

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string WithoutIndentation(string code)
    {
        var lines = code.ReplaceLineEndings("\n").Split('\n').SkipWhile(string.IsNullOrWhiteSpace).ToArray();
        var indentation = lines[0].Length - lines[0].TrimStart().Length;
        return string.Join('\n', lines.Select(line => line.Length >= indentation ? line[indentation..] : line.TrimStart())).TrimEnd();
    }

    private bool HasExample(string member) => Examples.Any(example => example.Member == member);
}
