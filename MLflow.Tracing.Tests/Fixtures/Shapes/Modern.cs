#if NET10_0_OR_GREATER
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

namespace Shapes
{
    public record Person(string Name, int Age)
    {
        public required string City { get; init; }
    }

    public class Primary(int seed, Log log) : Base(seed > 0 ? "up" : "down", log)
    {
        public int Next() => seed + 1;
    }

    public ref struct Cursor
    {
        private readonly ReadOnlySpan<char> _text;
        private int _position;

        public Cursor(ReadOnlySpan<char> text)
        {
            _text = text;
            _position = 0;
        }

        public char Move() => _text[_position++];

        public readonly ReadOnlySpan<char> Rest() => _text[_position..];

        public static Cursor Over(string text) => new(text);
    }

    public interface IDefaulting
    {
        int Own();

        int Default(int value) => Own() + value;

        static virtual string Kind => "base";

        static abstract string Label(int n);
    }

    public class Defaulting : IDefaulting
    {
        public int Own() => 5;

        public static string Label(int n) => "label" + n;
    }

    [InlineArray(4)]
    public struct Four
    {
        private int _first;
    }

    public static class Blocks
    {
        extension(string text)
        {
            public int Words => text.Split(' ').Length;

            public string Quote(char mark) => mark + text + mark;
        }
    }

    public partial class Parts
    {
        public partial int Half(int value);

        public partial string Name { get; set; }

        [LibraryImport("libc", EntryPoint = "strlen", StringMarshalling = StringMarshalling.Utf8)]
        public static partial nint NativeLength(string text);
    }

    public partial class Parts
    {
        private string _name = "part";

        public partial int Half(int value) => value / 2;

        public partial string Name
        {
            get => _name;
            set => _name = value + "!";
        }
    }

    public sealed class Prefixes
    {
        private volatile int _volatile;

        public int Volatile(int value)
        {
            _volatile = value;
            return _volatile;
        }

        public static int Unaligned(byte[] bytes) => Unsafe.ReadUnaligned<int>(ref bytes[1]);

        [MethodImpl(MethodImplOptions.NoOptimization | MethodImplOptions.NoInlining)]
        public static int Unoptimised(int value) => value + 1;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static string Constrained<T>(T value) where T : struct => value.ToString() + value.Equals(value) + value.GetType().Name;
    }

    public static class Modern
    {
        public static int Count<T>(T value) where T : allows ref struct => typeof(T).Name.Length;

        public static T Through<T>(T value) where T : allows ref struct => value;

        public static int ParamsSpan(params ReadOnlySpan<int> numbers) => numbers.Length;

        public static unsafe int Call(delegate*<int, int> function, int value) => function(value);

        public static int Twice(int value) => value * 2;

        public static int Elements(Four four) => four[0] + four[3];

        public static string Generic<T>(int n) where T : IDefaulting => T.Kind + T.Label(n);

        public static bool IsNull(ref int reference) => Unsafe.IsNullRef(ref reference);

        public static ref int NullReference() => ref Unsafe.NullRef<int>();

        [UnmanagedCallersOnly]
        public static int FromNative(int value) => value;

        [SkipLocalsInit]
        public static int Uninitialised(int value)
        {
            Span<int> buffer = stackalloc int[4];
            buffer[0] = value;
            return buffer[0];
        }

        [SkipLocalsInit]
        public static int WithoutLocals(int value) => value;

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public static async ValueTask<int> Pooled(int value)
        {
            await Task.Yield();
            return value + 1;
        }

        public static async Task<string> Disposing(Log log)
        {
            await using (new Disposable(log))
            {
                log.Add("body");
                await Task.Yield();
            }

            await foreach (int i in Numbers(3))
            {
                log.Add(i.ToString());
            }

            return log.ToString();
        }

        public static async IAsyncEnumerable<int> Numbers(int n)
        {
            for (int i = 0; i < n; i++)
            {
                await Task.Yield();
                yield return i;
            }
        }

        public static IEnumerable<int> Squares(int n)
        {
            for (int i = 0; i < n; i++)
            {
                yield return i * i;
            }
        }

        private sealed class Disposable(Log log) : IAsyncDisposable
        {
            public async ValueTask DisposeAsync()
            {
                await Task.Yield();
                log.Add("disposed");
            }
        }
    }
}
#endif
