#if NETSTANDARD2_0
using System.Reflection;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>The types of System.Text.Json where it is a package that the program may have and we do not reference.</summary>
internal sealed class TextJsonByName(Type type) : Shape(type)
{
    private readonly Func<object, string> _text = TextOf(type);

    public override void Write(ValueWalker walker, object value) => JsonFragment.Write(walker, _text(value));

    private static Func<object, string> TextOf(Type type)
    {
        if (type.GetProperty("RootElement") is { } root && root.PropertyType.GetMethod("GetRawText", Type.EmptyTypes) is { } rootText)
        {
            return document => (string)rootText.Invoke(root.GetValue(document), null)!;
        }

        if (type.GetMethod("GetRawText", Type.EmptyTypes) is { } rawText)
        {
            return element => (string)rawText.Invoke(element, null)!;
        }

        var compact = type.GetMethods().FirstOrDefault(static method => method is { Name: "ToJsonString", IsStatic: false } && method.GetParameters().Length == 1);
        return compact is null
            ? static node => node.ToString() ?? "null"
            : node => (string)compact.Invoke(node, BindingFlags.OptionalParamBinding, binder: null, [null], culture: null)!;
    }
}
#endif
