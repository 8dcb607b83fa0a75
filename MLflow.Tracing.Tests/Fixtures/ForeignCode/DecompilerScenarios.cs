using ICSharpCode.Decompiler;
using ICSharpCode.Decompiler.CSharp;
using ICSharpCode.Decompiler.TypeSystem;

namespace ForeignCode;

public static class DecompilerScenarios
{
    public static string ICSharpCode_Decompiler()
    {
        var decompiler = new CSharpDecompiler(typeof(DecompilerScenarios).Assembly.Location, new DecompilerSettings { ThrowOnAssemblyResolveErrors = false });
        return decompiler.DecompileTypeAsString(new FullTypeName(typeof(Sample).FullName!));
    }
}

public sealed class Sample
{
    private readonly Dictionary<string, int> _counts = [];

    public event Action<int>? Changed;

    public int this[string key] => _counts.TryGetValue(key, out int count) ? count : 0;

    public async Task<int> CountAsync(IEnumerable<string> words)
    {
        foreach (string word in words)
        {
            await Task.Yield();
            _counts[word] = this[word] + 1;
        }

        Changed?.Invoke(_counts.Count);
        return _counts.Values.Max();
    }

    public static IEnumerable<int> Squares(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return i switch { < 3 => i, > 5 and < 8 => -i, _ => i * i };
        }
    }
}
