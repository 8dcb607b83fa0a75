using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using MLflow.Tracing.Complaints;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>An object whose members the trimmer removed: says so, and is counted, where <c>{}</c> would be a lie.</summary>
internal sealed class TrimmedShape(Type type) : Shape(type)
{
    private readonly string _text = $"<trimmed {TypeNames.Of(type)}>";

    public override void Write(ValueWalker walker, object value)
    {
        walker.WriteStandIn(_text);
        walker.Report(CaptureComplaints.Trimmed(TypeNames.Of(Type)));
    }

    /// <summary>
    /// Whether a type that shows no members has lost them. Where it is compiled by a JIT, a property that was removed leaves the field
    /// that the compiler made for it; compiled ahead of time, a type about which nothing at all is known has lost its metadata.
    /// </summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "This looks for what trimming took.")]
    public static bool IsTrimmed(Type type)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        if (type == typeof(object))
        {
            return false;
        }

        if (!RuntimeSupport.IsDynamicCodeSupported)
        {
            return type.GetMembers(Own).Length == 0;
        }

        return type.GetFields(Own).Any(field
            => field.Name.EndsWith(">k__BackingField", StringComparison.Ordinal)
                && field.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
                && type.GetProperty(field.Name.Substring(1, field.Name.IndexOf('>') - 1), Own) is null);
    }
}
