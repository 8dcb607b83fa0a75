using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Shapes
{
    public static class SequenceScenarios
    {
        public static string S16_to_the_end()
        {
            var log = new Log();
            foreach (int number in Sequences.Numbers(3, log))
            {
                log.Add("item " + Sequences.Consume(number));
            }

            return log.ToString();
        }

        public static string S16_all_four_types()
        {
            string text = string.Join(",", new Sequences { Factor = 2 }.Repeat("r", 2)) + string.Join(",", new Sequences().Repeat(7, 1));
            foreach (object item in Sequences.Untyped(2))
            {
                text += item;
            }

            using (IEnumerator<string> words = Sequences.Words("a b"))
            {
                while (words.MoveNext())
                {
                    text += words.Current;
                }
            }

            IEnumerator untyped = Sequences.UntypedWords("c d");
            while (untyped.MoveNext())
            {
                text += untyped.Current;
            }

            return text;
        }

        public static string S16_break()
        {
            var log = new Log();
            foreach (int number in Sequences.Numbers(3, log))
            {
                log.Add("item " + number);
                break;
            }

            return log.ToString();
        }

        public static string S16_exception_in_the_consumer()
        {
            var log = new Log();
            try
            {
                foreach (int number in Sequences.Numbers(3, log))
                {
                    throw new InvalidOperationException("consumer " + number);
                }
            }
            catch (InvalidOperationException e)
            {
                log.Add(e.Message);
            }

            return log.ToString();
        }

        public static string S16_exception_in_the_iterator() => Sequences.Fails(2).Sum().ToString();

        public static string S16_caught_from_the_iterator()
        {
            try
            {
                return Sequences.Fails(1).Sum().ToString();
            }
            catch (InvalidOperationException e)
            {
                return e.Message + "\n" + FlowScenarios.LinesOf(e);
            }
        }

        public static string S16_enumerated_twice()
        {
            var log = new Log();
            IEnumerable<int> numbers = Sequences.Numbers(2, log);
            return numbers.Sum() + " " + numbers.Count() + log;
        }

        public static string S16_not_enumerated()
        {
            var log = new Log();
            IEnumerable<int> numbers = Sequences.Numbers(2, log);
            using (numbers.GetEnumerator())
            {
                return "nothing ran" + log;
            }
        }

        public static string S16_ambient_value_of_the_user()
        {
            Sequences.Ambient.Value = "outside";
            string text = "";
            foreach (string value in Sequences.SetsAmbient())
            {
                text += value + "/" + Sequences.Ambient.Value + " ";
            }

            return text + Sequences.Ambient.Value;
        }

        public static string S22_list_stays_a_list() => (Sequences.List(3) is ICollection<int>).ToString();

        public static async Task<string> S17_to_the_end()
        {
            var log = new Log();
            await foreach (int number in Sequences.NumbersAsync(4, log))
            {
                log.Add("item " + Sequences.Consume(number));
            }

            return log.ToString();
        }

        public static async Task<string> S17_other_types()
        {
            string text = "";
            await foreach (string item in Sequences.RepeatAsync("r", 2).ConfigureAwait(false))
            {
                text += item;
            }

            IAsyncEnumerator<string> words = Sequences.WordsAsync("a b");
            while (await words.MoveNextAsync())
            {
                text += words.Current;
            }

            await words.DisposeAsync();
            return text;
        }

        public static async Task<string> S17_break()
        {
            var log = new Log();
            await foreach (int number in Sequences.NumbersAsync(4, log))
            {
                log.Add("item " + number);
                if (number == 1)
                {
                    break;
                }
            }

            return log.ToString();
        }

        public static async Task<string> S17_cancelled()
        {
            var log = new Log();
            using (var source = new CancellationTokenSource())
            {
                try
                {
                    await foreach (int number in Sequences.NumbersAsync(4, log).WithCancellation(source.Token))
                    {
                        log.Add("item " + number);
                        source.Cancel();
                    }
                }
                catch (OperationCanceledException e)
                {
                    log.Add(e.GetType().Name + (e.CancellationToken == source.Token));
                }
            }

            return log.ToString();
        }

        public static async Task<string> S17_exception_in_the_iterator()
        {
            try
            {
                await foreach (int number in Sequences.FailsAsync(2))
                {
                }

                return "not reached";
            }
            catch (InvalidOperationException e)
            {
                return e.Message + "\n" + FlowScenarios.LinesOf(e);
            }
        }

        public static async Task<string> S17_uncaught()
        {
            await foreach (int number in Sequences.FailsAsync(1))
            {
            }

            return "not reached";
        }

        public static async Task<string> S17_ambient_value_of_the_user()
        {
            Sequences.Ambient.Value = "outside";
            string text = "";
            await foreach (string value in Sequences.SeesAmbientAsync())
            {
                text += value + "/" + Sequences.Ambient.Value + " ";
                Sequences.Ambient.Value = "changed";
            }

            return text + Sequences.Ambient.Value;
        }

        public static async Task<string> S21_forwarded()
        {
            var log = new Log();
            await foreach (int number in Sequences.ForwardAsync(log))
            {
                log.Add("item " + number);
            }

            return log.ToString();
        }
    }
}
