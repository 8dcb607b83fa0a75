using CsCheck;

namespace ForeignCode;

public static class CsCheckScenarios
{
    public static string CsCheck()
    {
        var output = new List<string>();
        Gen<(int, string, double[])> gen = Gen.Select(Gen.Int[-50, 50], Gen.String[Gen.Char['a', 'f'], 0, 6], Gen.Double[0, 1].Array[0, 4]);
        var random = new PCG(101, 42);
        for (int i = 0; i < 20; i++)
        {
            (int number, string text, double[] array) = gen.Generate(random, null, out _);
            output.Add($"{number} {text} {string.Join(",", array)}");
        }

        gen.Where(v => v.Item2.Length > 1).Select(v => v.Item2.ToUpperInvariant()).Sample(text => text.Length > 1, iter: 200, threads: 1);
        Check.Sample(Gen.Int.List[0, 20], list => list.Order().SequenceEqual(list.Order().Order()), iter: 100, threads: 1);
        try
        {
            Gen.Int[0, 1000].Sample(n => n < 900, seed: "0N0XIzNsQ0O2", iter: 1, threads: 1);
            output.Add("held");
        }
        catch (CsCheckException exception)
        {
            output.Add(exception.GetType().Name);
        }

        output.Add(string.Join(" ", Gen.OneOf(Gen.Const(1), Gen.Const(2)).Array[30].Generate(random, null, out _)));
        output.Add(string.Join(" ", Gen.Dictionary(Gen.Int[0, 9], Gen.Bool)[3].Generate(random, null, out _).OrderBy(p => p.Key)));
        return string.Join("\n", output);
    }
}
