using System;
using System.Collections;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace Shapes
{
    /// <summary>S16-S18, S22: iterators, sync and async, and methods that only look like them.</summary>
    public class Sequences
    {
        public static readonly AsyncLocal<string> Ambient = new AsyncLocal<string>();

        public int Factor = 1;

        public static int Step(int number) => Pass(number);

        public static int Consume(int number) => Pass(number);

        public static void Cleanup(Log log) => log.Add("cleanup");

        private static int Pass(int number) => number;

        public static IEnumerable<int> Numbers(int count, Log log)
        {
            log.Add("begin");
            try
            {
                for (int i = 0; i < count; i++)
                {
                    yield return Step(i);
                }
            }
            finally
            {
                Cleanup(log);
            }

            log.Add("end");
        }

        public IEnumerable<T> Repeat<T>(T value, int times)
        {
            for (int i = 0; i < times * Factor; i++)
            {
                yield return value;
            }
        }

        public static IEnumerable Untyped(int count)
        {
            for (int i = 0; i < count; i++)
            {
                yield return "u" + i;
            }
        }

        public static IEnumerator<string> Words(string text)
        {
            foreach (string word in text.Split(' '))
            {
                yield return word;
            }
        }

        public static IEnumerator UntypedWords(string text)
        {
            foreach (string word in text.Split(' '))
            {
                yield return word;
            }
        }

        public static IEnumerable<int> Fails(int after)
        {
            for (int i = 0; i < after; i++)
            {
                yield return i;
            }

            throw new InvalidOperationException("after " + after);
        }

        public static IEnumerable<string> SetsAmbient()
        {
            yield return Ambient.Value;
            Ambient.Value = "inside";
            yield return Ambient.Value;
            yield return Ambient.Value;
        }

        public static IEnumerable<int> List(int count)
        {
            var list = new List<int>();
            for (int i = 0; i < count; i++)
            {
                list.Add(i);
            }

            return list;
        }

        public static async IAsyncEnumerable<int> NumbersAsync(int count, Log log, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            log.Add("begin");
            try
            {
                for (int i = 0; i < count; i++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (i % 2 == 1)
                    {
                        await Task.Yield();
                    }

                    yield return Step(i);
                }
            }
            finally
            {
                await Task.Yield();
                Cleanup(log);
            }

            log.Add("end");
        }

        public static async IAsyncEnumerator<string> WordsAsync(string text)
        {
            foreach (string word in text.Split(' '))
            {
                yield return word;
                await Task.Yield();
            }
        }

        public static async IAsyncEnumerable<T> RepeatAsync<T>(T value, int times)
        {
            for (int i = 0; i < times; i++)
            {
                yield return value;
            }

            await Task.CompletedTask;
        }

        public static async IAsyncEnumerable<int> FailsAsync(int after)
        {
            for (int i = 0; i < after; i++)
            {
                yield return i;
            }

            await Task.Yield();
            throw new InvalidOperationException("after " + after);
        }

        public static async IAsyncEnumerable<string> SeesAmbientAsync()
        {
            yield return Ambient.Value;
            await Task.Yield();
            yield return Ambient.Value;
        }

        public static IAsyncEnumerable<int> ForwardAsync(Log log) => NumbersAsync(2, log);
    }
}
