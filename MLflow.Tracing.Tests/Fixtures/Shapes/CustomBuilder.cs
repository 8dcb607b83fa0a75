#if NET10_0_OR_GREATER
using System;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

namespace Shapes
{
    /// <summary>A task-like of the user's own, whose builder restores nothing.</summary>
    [AsyncMethodBuilder(typeof(EagerBuilder<>))]
    public sealed class Eager<T>
    {
        internal readonly TaskCompletionSource<T> Source = new();

        public TaskAwaiter<T> GetAwaiter() => Source.Task.GetAwaiter();
    }

    public sealed class EagerBuilder<T>
    {
        public Eager<T> Task { get; } = new();

        public static EagerBuilder<T> Create() => new();

        public void Start<TStateMachine>(ref TStateMachine stateMachine)
            where TStateMachine : IAsyncStateMachine
            => stateMachine.MoveNext();

        public void SetStateMachine(IAsyncStateMachine stateMachine)
        {
        }

        public void SetResult(T result) => Task.Source.SetResult(result);

        public void SetException(Exception exception) => Task.Source.SetException(exception);

        public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
            where TAwaiter : INotifyCompletion
            where TStateMachine : IAsyncStateMachine
        {
            IAsyncStateMachine boxed = stateMachine;
            awaiter.OnCompleted(boxed.MoveNext);
        }

        public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
            where TAwaiter : ICriticalNotifyCompletion
            where TStateMachine : IAsyncStateMachine
        {
            IAsyncStateMachine boxed = stateMachine;
            awaiter.UnsafeOnCompleted(boxed.MoveNext);
        }
    }

    public static class CustomBuilder
    {
        public static async Eager<int> AtOnce(int value) => value + 1;

        public static async Eager<string> Later(string text)
        {
            await Task.Yield();
            string inner = await Asynchronous.Value(text);
            return inner + "!";
        }

        public static async Eager<int> Fails(string message)
        {
            await Task.Yield();
            throw new InvalidOperationException(message);
        }
    }

    public static class CustomBuilderScenarios
    {
        public static async Task<string> S4_custom_builder()
        {
            string failed = null;
            try
            {
                await CustomBuilder.Fails("custom");
            }
            catch (InvalidOperationException e)
            {
                failed = e.Message;
            }

            return await CustomBuilder.AtOnce(1) + await CustomBuilder.Later("later") + failed;
        }
    }
}
#endif
