using System.Globalization;
using System.Text;

namespace MLflow.Tracing.CommandCost;

/// <summary>Source of a type whose methods are iterators, every second of them asynchronous.</summary>
internal static class GeneratedIterators
{
    public static string Type(int methods)
    {
        var text = new StringBuilder("using System.Collections.Generic;\nusing System.Threading.Tasks;\n\nnamespace Generated.Code;\n\npublic static class Iterators\n{\n");
        for (var i = 0; i < methods; i++)
        {
            text.Append(i % 2 == 0 ? Iterator(i) : AsyncIterator(i)).Append('\n');
        }

        return text.Append("}\n").ToString();
    }

    private static string Iterator(int i) => string.Create(CultureInfo.InvariantCulture, $$"""
            public static IEnumerable<int> Items{{i}}(int count)
            {
                for (int i = 0; i < count; i++)
                {
                    yield return i * {{i}};
                }
            }

        """);

    private static string AsyncIterator(int i) => string.Create(CultureInfo.InvariantCulture, $$"""
            public static async IAsyncEnumerable<int> Items{{i}}(int count)
            {
                for (int i = 0; i < count; i++)
                {
                    await Task.Yield();
                    yield return i * {{i}};
                }
            }

        """);
}
