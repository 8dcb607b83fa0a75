using System.Globalization;
using System.Text;

namespace MLflow.Tracing.WeavingCost;

/// <summary>Source of a program with many methods: half plain loops, a fifth string methods, a tenth list loops, a fifth async.</summary>
internal static class GeneratedCode
{
    private const int MethodsPerType = 50;

    /// <summary>The source files, one a type.</summary>
    public static IEnumerable<(string File, string Text)> Types(int methods)
    {
        for (var type = 0; type * MethodsPerType < methods; type++)
        {
            var text = new StringBuilder("using System.Collections.Generic;\nusing System.Threading.Tasks;\n\nnamespace Generated.Code;\n\n");
            text.Append(CultureInfo.InvariantCulture, $"public static class Type{type}\n{{\n");
            for (var i = 0; i < MethodsPerType; i++)
            {
                text.Append(Method(i)).Append('\n');
            }

            yield return ($"Type{type}.cs", text.Append("}\n").ToString());
        }
    }

    /// <summary>A program that calls ten methods of the first type and prints how long its start and those calls took.</summary>
    public static string Program() => """
        using System;
        using System.Diagnostics;
        using Generated.Code;

        int sum = Type0.Loop0(3, 4) + Type0.Loop1(3, 4) + Type0.Loop2(3, 4) + Type0.Loop3(3, 4) + Type0.Loop4(3, 4)
            + Type0.Text5("a", 2).Length + Type0.Text6("b", 2).Length + Type0.List7(5) + Type0.Later8(1, 2).Result + Type0.Later9(1, 2).Result;
        double milliseconds = (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds;
        Console.WriteLine(FormattableString.Invariant($"{sum} {milliseconds}"));
        """;

    private static string Method(int i) => (i % 10) switch
    {
        <= 4 => string.Create(CultureInfo.InvariantCulture, $$"""
                public static int Loop{{i}}(int a, int b)
                {
                    int sum = {{i}};
                    for (int i = 0; i < b; i++)
                    {
                        sum += a * i;
                    }

                    return sum;
                }

            """),
        5 or 6 => string.Create(CultureInfo.InvariantCulture, $$"""
                public static string Text{{i}}(string text, int count)
                {
                    string result = text;
                    for (int i = 0; i < count; i++)
                    {
                        result = result + "{{i}}" + text.ToUpperInvariant();
                    }

                    return result;
                }

            """),
        7 => string.Create(CultureInfo.InvariantCulture, $$"""
                public static int List{{i}}(int count)
                {
                    var list = new List<int>();
                    for (int i = 0; i < count; i++)
                    {
                        list.Add(i);
                    }

                    int sum = 0;
                    foreach (int item in list)
                    {
                        sum += item;
                    }

                    return sum;
                }

            """),
        _ => string.Create(CultureInfo.InvariantCulture, $$"""
                public static async Task<int> Later{{i}}(int a, int b)
                {
                    await Task.Yield();
                    return a + b + {{i}};
                }

            """),
    };
}
