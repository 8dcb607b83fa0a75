using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Control;
using Microsoft.FSharp.Core;

namespace ForeignCode;

public static class FSharpCoreScenarios
{
    public static async Task<string> FSharp_Core()
    {
        var output = new List<string>();
        FSharpList<int> list = ListModule.OfSeq(Enumerable.Range(1, 40));
        output.Add(Text(ListModule.Map(F<int, int>(n => n * n), list)));
        output.Add(Text(ListModule.Filter(F<int, bool>(n => n % 3 == 0), list)));
        output.Add($"{ListModule.Fold(F2<int, int, int>((sum, n) => sum + n), 0, list)} {ListModule.Reverse(list)} {list.Length}");
        output.Add(Text(ListModule.SortWith(F2<int, int, int>((a, b) => b - a), list)));
        output.Add(Text(ListModule.GroupBy(F<int, int>(n => n % 4), list)));
        output.Add(Text(ListModule.ChunkBySize(7, list)));

        FSharpMap<string, int> map = MapModule.OfSeq(Enumerable.Range(0, 30).Select(i => Tuple.Create("k" + i, i)));
        output.Add($"{map.Add("new", 1).Count} {map.Remove("k3").ContainsKey("k3")} {map.TryFind("k7")} {map.TryFind("none")}");
        output.Add(Text(MapModule.Filter(F2<string, int, bool>((_, v) => v > 25), map)));
        FSharpSet<int> set = SetModule.OfSeq([5, 1, 4, 1]);
        output.Add($"{Text(set)} {set.IsSubsetOf(SetModule.OfSeq(list))} {Text(SetModule.Union(set, SetModule.Singleton(9)))}");
        output.Add(Text(SeqModule.Take(5, SeqModule.InitializeInfinite(F<int, int>(i => i * 10)))));
        output.Add(Text(SeqModule.Windowed(3, list).Take(4).Select(w => string.Join("-", w))));
        output.Add(Text(ArrayModule.ZeroCreate<int>(3)));
        output.Add($"{OptionModule.Map(F<int, string>(n => "some " + n), FSharpOption<int>.Some(3))} {OptionModule.GetValue(FSharpOption<int>.Some(4))}");
        output.Add($"{StringModule.Collect(F<char, string>(c => $"{c}{c}"), "abc")} {ListModule.OfSeq(["a"]).Equals(ListModule.OfSeq(["a"]))} {ListModule.OfSeq([1, 2]).GetHashCode() == ListModule.OfSeq([1, 2]).GetHashCode()}");
        try
        {
            ListModule.Head(FSharpList<int>.Empty);
        }
        catch (ArgumentException exception)
        {
            output.Add(exception.Message);
        }

        try
        {
            MapModule.Find("none", map);
        }
        catch (KeyNotFoundException exception)
        {
            output.Add(exception.GetType().Name);
        }

        FSharpAsync<int> waiting = FSharpAsync.AwaitTask(Task.Run(() => 20));
        FSharpAsync<int> bound = ExtraTopLevelOperators.DefaultAsyncBuilder.Bind(waiting, F<int, FSharpAsync<int>>(n => ExtraTopLevelOperators.DefaultAsyncBuilder.Return(n + 1)));
        output.Add($"{await FSharpAsync.StartAsTask(bound, null, null)} {FSharpAsync.RunSynchronously(bound, null, null)}");
        output.Add(Text(await FSharpAsync.StartAsTask(FSharpAsync.Parallel([bound, waiting]), null, null)));
        FSharpMailboxProcessor<int> mailbox = FSharpMailboxProcessor<int>.Start(F<FSharpMailboxProcessor<int>, FSharpAsync<Unit>>(box =>
            ExtraTopLevelOperators.DefaultAsyncBuilder.Bind(box.Receive(null), F<int, FSharpAsync<Unit>>(_ => ExtraTopLevelOperators.DefaultAsyncBuilder.Zero()))), null);
        mailbox.Post(1);
        return string.Join("\n", output);
    }

    private static FSharpFunc<T, TResult> F<T, TResult>(Converter<T, TResult> function) => FSharpFunc<T, TResult>.FromConverter(function);

    private static FSharpFunc<T1, FSharpFunc<T2, TResult>> F2<T1, T2, TResult>(Func<T1, T2, TResult> function) => FuncConvert.FromFunc(function);

    private static string Text(System.Collections.IEnumerable items) => string.Join(" ", items.Cast<object>().Select(i => i is System.Collections.IEnumerable and not string ? $"[{Text((System.Collections.IEnumerable)i)}]" : i.ToString()));
}
