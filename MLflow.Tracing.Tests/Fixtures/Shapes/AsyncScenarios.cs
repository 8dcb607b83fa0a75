using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Shapes
{
    public static class AsyncScenarios
    {
        public static async Task<string> S1_task()
        {
            var log = new Log();
            await Asynchronous.Plain(log);
            return log + " " + await Asynchronous.Result(1, "unused");
        }

        public static Task<string> S1_faults_after_await() => Describe(Asynchronous.FaultsThrough("later"));

        public static async Task<string> S1_uncaught()
        {
            await Asynchronous.FaultsThrough("uncaught");
            return "not reached";
        }

        public static async Task<string> S2_value_tasks()
        {
            await Asynchronous.ValueWithoutResult();
            return await Asynchronous.Value("v") + await Asynchronous.ValueAtOnce(3);
        }

        public static async Task<string> S3_async_void()
        {
            var done = new TaskCompletionSource<string>();
            Asynchronous.FireAndForget(done, "fired");
            return await done.Task;
        }

        public static async Task<string> S3_unhandled_goes_to_the_synchronization_context()
        {
            var context = new CatchingContext();
            SynchronizationContext outer = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(context);
            Asynchronous.FailsUnobserved("unobserved");
            SynchronizationContext.SetSynchronizationContext(outer);
            return await context.Caught.Task;
        }

        public static string S14_abandoned() => Asynchronous.Waits(new TaskCompletionSource<int>().Task).IsCompleted.ToString();

        public static Task<string> S4_users_own_completion_source() => Asynchronous.OwnCompletionSource("own");

        public static async Task<string> S6_generics()
        {
            var list = new List<string>();
            string text = await Asynchronous.Generic("g", list) + list.Count;
            int number = await Asynchronous.Generic(5, new List<int>());
            var pair = await new GenericMachine<int>.Nested<string> { Kept = "kept" }.Pair<object>(1, null);
            return text + number + pair + await new GenericMachine<double> { Held = 2.5 }.Hold();
        }

        public static async Task<string> S7_completes_synchronously()
        {
            Task<int> task = Asynchronous.AtOnce(5);
            ValueTask<int> value = Asynchronous.ValueAtOnce(6);
            return task.IsCompleted + " " + value.IsCompletedSuccessfully + " " + await task + await value;
        }

        public static async Task<string> S8_throws_before_the_first_await()
        {
            Task task = Asynchronous.FaultsFirst("first");
            return task.IsFaulted + await Describe(task);
        }

        public static Task<string> S9_only_throws() => Describe(Asynchronous.OnlyThrows());

        public static async Task<string> S10_regions()
        {
            var log = new Log();
            return await Asynchronous.Regions(log, false) + await Asynchronous.Regions(log, true) + ": " + log;
        }

        public static async Task<string> S11_cancelled()
        {
            Task<int> task = Asynchronous.Cancelled(new CancellationToken(true));
            string description = await Describe(task);
            return task.IsCanceled + description;
        }

        public static async Task<string> S12_ambient_value_of_the_caller()
        {
            var local = new AsyncLocal<string> { Value = "mine" };
            await Asynchronous.Plain(new Log());
            return local.Value;
        }

        public static async Task<string> S13_fan_out() => string.Join(",", await Asynchronous.FanOut(5));

        public static async Task<string> S15_recursion() => (await Asynchronous.Sum(20)).ToString();

        public static async Task<string> S19_returned_tasks()
        {
            Task<int> cached = Returning.Cached();
            return ReferenceEquals(cached, Returning.Cached()) + " " + await cached + " " + (Returning.Null() == null)
                + " " + ReferenceEquals(Returning.Nothing(), Task.CompletedTask) + await Returning.Forward(1) + await Returning.Generic("t")
                + await Describe(Returning.Failed());
        }

        public static string S19_throws_at_once() => Returning.ThrowsAtOnce(1).ToString();

        public static async Task<string> S20_returned_value_tasks()
            => await Returning.Value(1) + await Returning.ValuePending("p") + await Describe(Returning.ValueFailed().AsTask());

        private sealed class CatchingContext : SynchronizationContext
        {
            public readonly TaskCompletionSource<string> Caught = new TaskCompletionSource<string>();

            public override void Post(SendOrPostCallback d, object state)
            {
                try
                {
                    d(state);
                }
                catch (Exception e)
                {
                    Caught.SetResult(e.GetType().Name + " " + e.Message);
                }
            }
        }

        private static async Task<string> Describe(Task task)
        {
            try
            {
                await task;
                return "fine";
            }
            catch (Exception e)
            {
                return e.GetType().Name + " " + e.Message + "\n" + FlowScenarios.LinesOf(e);
            }
        }
    }
}
