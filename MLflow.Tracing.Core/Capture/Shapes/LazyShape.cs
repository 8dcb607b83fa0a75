using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A <see cref="Lazy{T}"/>: its value if it exists, since asking for it would make it.</summary>
internal sealed class LazyShape : Shape
{
    private readonly PropertyInfo? _isCreated;
    private readonly PropertyInfo? _value;

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Kept by the dependency below; without them the value is a stand-in.")]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(Lazy<>))]
    public LazyShape(Type type)
        : base(type)
    {
        _isCreated = type.GetProperty("IsValueCreated");
        _value = type.GetProperty("Value");
    }

    public override void Write(ValueWalker walker, object value)
    {
        if (_isCreated?.GetValue(value) is true && _value is not null)
        {
            walker.WriteObject(_value.GetValue(value));
        }
        else
        {
            walker.WriteStandIn($"<{TypeNames.Of(Type)}: not created>");
        }
    }
}
