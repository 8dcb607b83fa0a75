using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Shapes
{
    /// <summary>P17: larger than any register or inline storage.</summary>
    public unsafe struct Huge
    {
        public fixed long Cells[32];
    }

    public readonly struct Mixed
    {
        public readonly int Number;

        public Mixed(int number)
        {
            Number = number;
        }

        public Mixed Doubled() => new Mixed(Number * 2);
    }

    public struct PartlyReadOnly
    {
        public int Number;

        public readonly int Read() => Number;

        public int Write(int number) => Number = number;
    }

    /// <summary>P6, P11, P15, P17, P20-P22: values that are awkward to capture.</summary>
    public static unsafe class Values
    {
        public static string Kinds(ReadOnlySpan<char> text, Span<char> letters, ReadOnlySpan<int> numbers, Span<Big> structs, ReadOnlySpan<string> texts)
            => text.Length + " " + letters.Length + " " + numbers.Length + " " + structs.Length + " " + texts.Length;

        public static Span<int> Tail(Span<int> numbers) => numbers.Slice(1);

        public static long SumOf(Huge huge, in Huge same)
        {
            fixed (long* cells = same.Cells)
            {
                return huge.Cells[31] + cells[31];
            }
        }

        public static Huge Filled(long with)
        {
            var huge = default(Huge);
            huge.Cells[31] = with;
            return huge;
        }

        public static string NotNull<T>(T value) where T : notnull => value.ToString();

        public static T Picked<T, U>(T value, U other) where T : class, U where U : IComparable => other.CompareTo(value) == 0 ? value : null;

        public static string Services(CancellationToken token, IServiceProvider services, Stream stream, Task task, Delegate callback)
            => token.CanBeCanceled + " " + (services == null) + " " + stream.CanRead + " " + task.IsCompleted + " " + (callback == null);

        public static int Enumerated(DayOfWeek day, DayOfWeek? maybe, Guid id, TimeSpan span) => (int)day + (maybe.HasValue ? 10 : 20) + id.ToByteArray().Length + span.Days;
    }

    public static unsafe class ValueScenarios
    {
        public static string P6_P7_kinds_of_spans()
        {
            Span<char> letters = stackalloc char[2];
            Span<int> numbers = stackalloc int[3];
            Span<Big> structs = stackalloc Big[1];
            string kinds = Values.Kinds("abc".AsSpan(), letters, numbers, structs, new[] { "x", "y" });
            Values.Tail(numbers)[0] = 8;
            return kinds + " " + numbers[1];
        }

        public static string P11_more_constraints() => Values.NotNull(5) + Values.NotNull("x") + Values.Picked<string, IComparable>("same", "same");

        public static string P15_readonly_members()
        {
            var value = new PartlyReadOnly();
            value.Write(6);
            return value.Read() + " " + new Mixed(4).Doubled().Number;
        }

        public static string P17_large_structs()
        {
            Huge huge = Values.Filled(21);
            return Values.SumOf(huge, in huge) + " " + Values.Enumerated(DayOfWeek.Friday, null, Guid.Empty, TimeSpan.FromDays(2));
        }

        public static string P22_services()
            => Values.Services(new CancellationToken(true), null, Stream.Null, Task.CompletedTask, null);
    }
}
