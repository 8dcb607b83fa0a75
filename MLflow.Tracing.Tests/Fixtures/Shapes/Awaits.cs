using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using System.Threading.Tasks.Sources;

namespace Shapes
{
    /// <summary>S10, S12, S20, S21: async methods and what looks like them.</summary>
    public static class Awaits
    {
        public static readonly AsyncLocal<string> Ambient = new AsyncLocal<string>();

        /// <summary>S10: so many awaits that short branches do not reach across the machine.</summary>
        public static async Task<int> Many(int start)
        {
            int sum = start;
            try
            {
                sum += await Step(1) + await Step(2) + await Step(3) + await Step(4);
                sum += await Step(5) + await Step(6) + await Step(7) + await Step(8);
                try
                {
                    sum += await Step(9) + await Step(10) + await Step(11) + await Step(12);
                    sum += await Step(13) + await Step(14) + await Step(15) + await Step(-1);
                }
                catch (ArgumentException) when (sum > 0)
                {
                    sum += await Step(16) + await Step(17);
                }
                finally
                {
                    sum += await Step(18) + await Step(19);
                }

                foreach (int i in Enumerable.Range(0, 3))
                {
                    sum += await Step(i);
                    if (i == 1)
                    {
                        return sum;
                    }
                }
            }
            finally
            {
                await Step(20);
            }

            return -1;
        }

        public static async Task<string> Using(Log log)
        {
            using (new Resource(log, "outer"))
            {
                await Task.Yield();
                using (var inner = new Resource(log, "inner"))
                {
                    await Task.Yield();
                    log.Add("body");
                    return inner.Name;
                }
            }
        }

        public static async Task<string> AwaitUsing(Log log)
        {
            await using (new AsyncResource(log))
            {
                log.Add("body");
                await Task.Yield();
            }

            return "after";
        }

        public static async Task<string> ChangesAmbient()
        {
            string seen = Ambient.Value;
            Ambient.Value = "changed";
            await Task.Yield();
            return seen + " " + Ambient.Value;
        }

        public static async Task<int> Step(int n)
        {
            if (n < 0)
            {
                throw new ArgumentException("negative");
            }

            await Task.Yield();
            return n;
        }

        public static ValueTask<int> FromSource(Source source) => new ValueTask<int>(source, source.Version);

        public static IObservable<int> Observe(params int[] numbers) => new Numbers(numbers);

        private sealed class Resource : IDisposable
        {
            private readonly Log _log;

            public Resource(Log log, string name)
            {
                _log = log;
                Name = name;
            }

            public string Name { get; }

            public void Dispose() => _log.Add("disposed " + Name);
        }

        private sealed class AsyncResource : IAsyncDisposable
        {
            private readonly Log _log;

            public AsyncResource(Log log)
            {
                _log = log;
            }

            public async ValueTask DisposeAsync()
            {
                await Task.Yield();
                _log.Add("disposed");
            }
        }

        private sealed class Numbers : IObservable<int>
        {
            private readonly int[] _numbers;

            public Numbers(int[] numbers)
            {
                _numbers = numbers;
            }

            public IDisposable Subscribe(IObserver<int> observer)
            {
                foreach (int number in _numbers)
                {
                    observer.OnNext(number);
                }

                observer.OnCompleted();
                return null;
            }
        }
    }

    /// <summary>S20: a source that counts how often its result is taken.</summary>
    public sealed class Source : IValueTaskSource<int>
    {
        private ManualResetValueTaskSourceCore<int> _core;

        public int Taken;

        public short Version => _core.Version;

        public void Set(int value) => _core.SetResult(value);

        public int GetResult(short token)
        {
            Taken++;
            return _core.GetResult(token);
        }

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object> continuation, object state, short token, ValueTaskSourceOnCompletedFlags flags)
            => _core.OnCompleted(continuation, state, token, flags);
    }

    public static class AwaitScenarios
    {
        public static async Task<string> S10_many_awaits() => (await Awaits.Many(100)).ToString();

        public static async Task<string> S10_using_blocks()
        {
            var log = new Log();
            return await Awaits.Using(log) + await Awaits.AwaitUsing(log) + ": " + log;
        }

        public static async Task<string> S12_callee_changes_its_own_flow_only()
        {
            Awaits.Ambient.Value = "mine";
            string seen = await Awaits.ChangesAmbient();
            return seen + " " + Awaits.Ambient.Value;
        }

        public static async Task<string> S13_fan_out_of_faults()
        {
            Task<int>[] all = { Awaits.Step(1), Awaits.Step(-1), Awaits.Step(-2) };
            try
            {
                await Task.WhenAll(all);
                return "not reached";
            }
            catch (ArgumentException)
            {
                return string.Join(" ", all.Select(t => t.Status.ToString()));
            }
        }

        public static async Task<string> S20_value_task_of_a_source()
        {
            var done = new Source();
            done.Set(5);
            int now = await Awaits.FromSource(done);
            var pending = new Source();
            ValueTask<int> later = Awaits.FromSource(pending);
            pending.Set(6);
            return now + " " + await later + " " + done.Taken + pending.Taken;
        }

        public static string S21_observables()
        {
            var log = new Log();
            Awaits.Observe(1, 2).Subscribe(new Observer(log));
            return log.ToString();
        }

        private sealed class Observer : IObserver<int>
        {
            private readonly Log _log;

            public Observer(Log log)
            {
                _log = log;
            }

            public void OnCompleted() => _log.Add("completed");

            public void OnError(Exception error) => _log.Add(error.Message);

            public void OnNext(int value) => _log.Add("next " + value);
        }
    }
}
