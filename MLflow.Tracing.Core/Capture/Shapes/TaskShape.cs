namespace MLflow.Tracing.Capture.Shapes;

/// <summary>A task: its status, never its result, which might block.</summary>
internal sealed class TaskShape(Type type) : Shape(type)
{
    private readonly string _name = NameOf(type);

    public override bool IsContainer => false;

    public override void Write(ValueWalker walker, object value) => walker.WriteStandIn($"<{_name}: {((Task)value).Status}>");

    // what the compiler derives from Task<T> for an async method is still a Task<T> to its reader
    private static string NameOf(Type type)
    {
        for (Type? current = type; current is not null; current = current.BaseType)
        {
            if (current == typeof(Task) || (current.IsGenericType && current.GetGenericTypeDefinition() == typeof(Task<>)))
            {
                return TypeNames.Of(current) is "Task<VoidTaskResult>" ? "Task" : TypeNames.Of(current);
            }
        }

        return TypeNames.Of(type);
    }
}
