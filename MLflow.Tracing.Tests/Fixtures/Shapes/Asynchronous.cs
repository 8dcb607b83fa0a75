using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Shapes
{
    /// <summary>S1-S15: compiler-made state machines.</summary>
    public class Asynchronous
    {
        public static async Task Plain(Log log)
        {
            log.Add("before");
            await Task.Yield();
            log.Add("after");
        }

        public static async Task<int> Result(int value, string unused)
        {
            await Task.Delay(1).ConfigureAwait(false);
            return value + 1;
        }

        public static async ValueTask<string> Value(string text)
        {
            await Task.Yield();
            return text + text;
        }

        public static async ValueTask ValueWithoutResult()
        {
            await Task.Yield();
        }

        public static async Task<int> AtOnce(int value) => value;

        public static async ValueTask<int> ValueAtOnce(int value) => value;

        public static async Task Faults(string message)
        {
            await Task.Yield();
            throw new InvalidOperationException(message);
        }

        public static async Task FaultsThrough(string message)
        {
            await Faults(message);
        }

        public static async Task FaultsFirst(string message)
        {
            if (message != null)
            {
                throw new ArgumentException(message);
            }

            await Task.Yield();
        }

        public static async Task OnlyThrows() => throw new NotSupportedException("only");

        public static async Task<int> Cancelled(CancellationToken token)
        {
            await Task.Yield();
            token.ThrowIfCancellationRequested();
            return 1;
        }

        public static async void FireAndForget(TaskCompletionSource<string> done, string text)
        {
            await Task.Yield();
            done.SetResult(text);
        }

        public static async void FailsUnobserved(string message) => throw new InvalidOperationException(message);

        public static async Task<int> Waits(Task<int> forever) => await forever + 1;

        public static async Task<string> OwnCompletionSource(string text)
        {
            var source = new TaskCompletionSource<string>();
            source.SetResult(text);
            string result = await source.Task;
            var failing = new TaskCompletionSource<string>();
            await Task.Yield();
            failing.SetException(new FormatException(text));
            try
            {
                await failing.Task;
            }
            catch (FormatException e)
            {
                result += e.Message;
            }

            return result;
        }

        public static async Task<string> Regions(Log log, bool fail)
        {
            try
            {
                try
                {
                    await Task.Yield();
                    if (fail)
                    {
                        throw new InvalidOperationException("in try");
                    }

                    return "returned";
                }
                catch (InvalidOperationException e) when (log.Add("filter"))
                {
                    await Task.Yield();
                    log.Add(e.Message);
                }
                finally
                {
                    await Task.Yield();
                    log.Add("finally");
                }
            }
            finally
            {
                log.Add("outer finally");
            }

            return "after";
        }

        public static async Task<int> Sum(int n) => n == 0 ? 0 : n + await Sum(n - 1);

        public static async Task<int[]> FanOut(int n)
        {
            var tasks = new List<Task<int>>();
            for (int i = 0; i < n; i++)
            {
                tasks.Add(Result(i, null));
            }

            return await Task.WhenAll(tasks);
        }

        public static async Task<T> Generic<T>(T value, List<T> list)
        {
            await Task.Yield();
            list.Add(value);
            return value;
        }
    }

    public struct GenericMachine<T>
    {
        public T Held;

        public struct Nested<V>
        {
            public V Kept;

            public async Task<KeyValuePair<T, V>> Pair<W>(T first, W ignored) where W : new()
            {
                V kept = Kept;
                await Task.Yield();
                return new KeyValuePair<T, V>(first, kept);
            }
        }

        public async Task<T> Hold()
        {
            T held = Held;
            await Task.Yield();
            return held;
        }
    }

    /// <summary>S19, S20: ordinary methods that return tasks.</summary>
    public class Returning
    {
        private static readonly Task<int> s_cached = Task.FromResult(42);

        public static Task<int> Cached() => s_cached;

        public static Task Nothing() => Task.CompletedTask;

        public static Task<int> Forward(int value) => Asynchronous.Result(value, null);

        public static Task Null() => null;

        public static Task Failed() => Task.FromException(new InvalidOperationException("failed"));

        public static Task ThrowsAtOnce(int n) => n > 0 ? throw new ArgumentException("at once") : Task.CompletedTask;

        public static ValueTask<int> Value(int value) => new ValueTask<int>(value);

        public static ValueTask<string> ValuePending(string text) => Asynchronous.Value(text);

        public static ValueTask ValueFailed() => new ValueTask(Task.FromException(new InvalidOperationException("value failed")));

        public static Task<T> Generic<T>(T value) => Task.FromResult(value);
    }
}
