using System.Text;

namespace MLflow.Tracing.Capture;

/// <summary>Names of types as stand-ins show them: <c>List&lt;Int32&gt;</c>, <c>Outer.Inner</c>, <c>Byte[]</c>.</summary>
internal static class TypeNames
{
    private const int LongestName = 200;

    public static string Of(Type type)
    {
        var builder = new StringBuilder();
        Append(builder, type);
        return builder.Length <= LongestName ? builder.ToString() : builder.ToString(0, LongestName) + "…";
    }

    private static void Append(StringBuilder builder, Type type)
    {
        if (builder.Length > LongestName)
        {
            return;
        }

        if (type.IsArray)
        {
            Append(builder, type.GetElementType()!);
            builder.Append('[').Append(',', type.GetArrayRank() - 1).Append(']');
            return;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            Append(builder, underlying);
            builder.Append('?');
            return;
        }

        AppendNamed(builder, type, type.IsGenericType ? type.GetGenericArguments() : Type.EmptyTypes);
    }

    // a nested type's own arguments follow those of the types around it
    private static void AppendNamed(StringBuilder builder, Type type, Type[] arguments)
    {
        var inherited = 0;
        if (type.IsNested && !type.IsGenericParameter && type.DeclaringType is { } outer)
        {
            inherited = outer.IsGenericType ? outer.GetGenericArguments().Length : 0;
            AppendNamed(builder, outer, [.. arguments.Take(inherited)]);
            builder.Append('.');
        }

        var name = type.Name;
        var tick = name.IndexOf('`');
        builder.Append(name, 0, tick < 0 ? name.Length : tick);
        if (arguments.Length <= inherited)
        {
            return;
        }

        builder.Append('<');
        for (var i = inherited; i < arguments.Length; i++)
        {
            if (i > inherited)
            {
                builder.Append(", ");
            }

            Append(builder, arguments[i]);
        }

        builder.Append('>');
    }
}
