using System;
using System.Collections.Generic;
using System.Threading;

namespace Shapes
{
    public struct Big
    {
        public long A, B, C, D, E, F, G, H;
    }

    public enum Colour : byte
    {
        Red,
        Green,
    }

    public interface IShape
    {
        int Area { get; }
    }

    public struct Square : IShape, IComparable<Square>
    {
        public int Side;

        public int Area => Side * Side;

        public int CompareTo(Square other) => Side.CompareTo(other.Side);

        public int Grow(int by)
        {
            Side += by;
            return Side;
        }
    }

    public readonly struct Fixed
    {
        private readonly int _value;

        public Fixed(int value)
        {
            _value = value;
        }

        public int Twice() => _value * 2;
    }

    /// <summary>P1-P17: parameters, results, generics.</summary>
    public unsafe class Parameters
    {
        private int _cell = 7;
        private static readonly Big s_big = new Big { A = 1, H = 8 };

        public static long In(in Big big, in int number) => big.A + big.H + number;

        public static void Swap(ref int left, ref string right)
        {
            int copy = left;
            left = right.Length;
            right = copy.ToString();
        }

        public static bool TryParse(string text, out int value, out Big big)
        {
            if (text == "throw")
            {
                throw new FormatException(text);
            }

            big = default;
            return int.TryParse(text, out value);
        }

        public static int Sum(params int[] numbers)
        {
            int sum = 0;
            foreach (int number in numbers)
            {
                sum += number;
            }

            return sum;
        }

        public static string Optional(string text = "default", int? number = null) => text + number;

        public ref int Cell() => ref _cell;

        public ref readonly int ReadOnlyCell() => ref _cell;

        public static ref readonly Big Shared() => ref s_big;

        public static int Length(ReadOnlySpan<char> text, Span<int> numbers) => text.Length + numbers.Length;

        public static ReadOnlySpan<char> Head(string text) => text.AsSpan(0, 1);

        public static int Deref(int* pointer, void* nothing, int** twice) => *pointer + (nothing == null ? 1 : 2) + **twice;

        public static int* Same(int* pointer) => pointer;

        public static T Identity<T>(T value) => value;

        public static int AreaOf<T>(T shape) where T : struct, IShape => shape.Area;

        public static T Make<T>() where T : new() => new T();

        public static int Compare<T>(T left, T right) where T : IComparable<T> => left.CompareTo(right);

        public static string Describe<T>(T value) where T : class => value == null ? "null" : value.ToString();

        public static int SizeOf<T>(T value) where T : unmanaged => sizeof(T);

#if NET10_0_OR_GREATER
        public static string Dynamic(dynamic value) => value.ToString();
#endif

        public static string Mixed(Colour colour, decimal amount, Big big, int? maybe, CancellationToken token, object anything, DateTime when)
            => colour + " " + amount + " " + big.H + " " + maybe + " " + token.IsCancellationRequested + " " + (anything ?? "null") + " " + when.Year;
    }

    public class Outer<T>
    {
        public class Inner<U>
        {
            public KeyValuePair<T, U> Pair(T first, U second) => new KeyValuePair<T, U>(first, second);

            public V Pick<V>(T first, U second, Func<T, U, V> choose) => choose(first, second);

            public static U[] Repeat(U value, int count)
            {
                var result = new U[count];
                for (int i = 0; i < count; i++)
                {
                    result[i] = value;
                }

                return result;
            }
        }
    }

    public struct Wrapper<T>
    {
        public T Value;

        public U Map<U>(Func<T, U> map) => map(Value);

        public void Set(T value) => Value = value;
    }
}
