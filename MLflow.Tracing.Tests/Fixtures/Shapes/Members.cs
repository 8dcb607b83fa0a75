using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Shapes
{
    public class Base
    {
        public readonly string Made;

        public Base(string made, Log log)
        {
            log?.Add("base " + made);
            if (made == "throw")
            {
                throw new ArgumentException("base");
            }

            Made = made;
        }
    }

    public class Derived : Base
    {
        public readonly int Number;
        private readonly List<int> _list = new List<int> { 1, 2 };

        public Derived(int number, Log log)
            : base(number > 0 ? "positive" : number == 0 ? "zero" : Minus(number), log)
        {
            Number = number;
            if (number == 13)
            {
                throw new InvalidOperationException("body");
            }

            log?.Add("derived " + _list.Count);
        }

        public Derived(Log log)
            : this(log == null ? 1 : 2, log)
        {
            log?.Add("this");
        }

        public Derived(string made, Log log)
            : base(made, log)
        {
            while (Number < 0)
            {
            }
        }

        public Derived()
            : base("empty", null)
        {
        }

        private static string Minus(int number) => "minus" + -number;
    }

    public struct Point
    {
        public int X;
        public int Y;

        public Point(int x, int y)
        {
            X = x;
            Y = y;
        }

        public Point(int both)
            : this(both, both)
        {
        }

        public Point(string text)
        {
            this = new Point(text.Length);
        }
    }

    public interface INamed
    {
        string Name { get; }

        string Greet(string other);
    }

    public class Named : INamed
    {
        private EventHandler _changed;

        public event EventHandler Changed
        {
            add => _changed += value;
            remove => _changed -= value;
        }

        public int Count { get; set; }

        public int this[int index] => index * 10;

        string INamed.Name => "explicit";

        string INamed.Greet(string other) => "hello " + other;

        public static Named operator +(Named left, int right) => new Named { Count = left.Count + right };

        public static implicit operator int(Named named) => named.Count;

        public void Raise() => _changed?.Invoke(this, EventArgs.Empty);

        [MethodImpl(MethodImplOptions.Synchronized)]
        public int Locked(int value) => Count = value;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public string Who([CallerMemberName] string caller = null) => caller;

        public string WhoAmI() => System.Reflection.MethodBase.GetCurrentMethod().Name;

        public int Locals(int n)
        {
            int Local(int x) => x + n;
            Func<int, int> lambda = x => Local(x) * 2;
            return lambda(3);
        }
    }

    public static class Extensions
    {
        public static string Shout(this string text) => text.ToUpperInvariant();
    }

    public static class Reserved
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static int Inlined(int value) => value + 1;

        [System.Runtime.InteropServices.DllImport("nowhere")]
        public static extern int Native();
    }

    public class Finalized
    {
        ~Finalized()
        {
            GC.KeepAlive(this);
        }
    }

    public static class Lazy
    {
        public static readonly string Value = Make();

        static Lazy()
        {
            Value += "!";
        }

        public static string Make() => "made";
    }

    public static class Broken
    {
        public static readonly int Value = Fail();

        private static int Fail() => throw new InvalidOperationException("initialiser");
    }

    public static unsafe class Memory
    {
        public static int StackAllocated(int n)
        {
            int* buffer = stackalloc int[n];
            for (int i = 0; i < n; i++)
            {
                buffer[i] = i;
            }

            return buffer[n - 1];
        }

        public static int Pinned(byte[] bytes)
        {
            fixed (byte* pointer = bytes)
            {
                return *pointer;
            }
        }
    }
}
