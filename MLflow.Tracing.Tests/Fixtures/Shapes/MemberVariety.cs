using System;
using System.Linq;

namespace Shapes
{
    /// <summary>K2: operators of every kind that the old platforms have.</summary>
    public readonly struct Amount : IEquatable<Amount>
    {
        private readonly int _value;

        public Amount(int value)
        {
            _value = value;
        }

        public static Amount operator +(Amount left, Amount right) => new Amount(unchecked(left._value + right._value));

        public static Amount operator checked +(Amount left, Amount right) => new Amount(checked(left._value + right._value));

        public static Amount operator ++(Amount amount) => new Amount(amount._value + 1);

        public static bool operator true(Amount amount) => amount._value != 0;

        public static bool operator false(Amount amount) => amount._value == 0;

        public static Amount operator &(Amount left, Amount right) => new Amount(left._value & right._value);

        public static bool operator ==(Amount left, Amount right) => left.Equals(right);

        public static bool operator !=(Amount left, Amount right) => !left.Equals(right);

        public static explicit operator byte(Amount amount) => unchecked((byte)amount._value);

        public static explicit operator checked byte(Amount amount) => checked((byte)amount._value);

        public static implicit operator Amount(string text) => new Amount(text.Length);

        public bool Equals(Amount other) => _value == other._value;

        public override bool Equals(object other) => other is Amount amount && Equals(amount);

        public override int GetHashCode() => _value;

        public override string ToString() => _value.ToString();
    }

    /// <summary>K6: the exception of an initialiser that failed.</summary>
    public static class BrokenTwice
    {
        static BrokenTwice()
        {
            throw new InvalidOperationException("initialiser with a body");
        }

        public static int Touch() => 1;
    }

    /// <summary>K8: code that has no name of its own.</summary>
    public class Nameless
    {
        private readonly Func<int, int> _field = x => x + 100;

        public string Run(int start)
        {
            int Captured(int x) => x + start;
            static int Static(int x) => x * 2;
            T Generic<T>(T value, int depth) => depth == 0 ? value : Generic(value, depth - 1);
            Func<int, Func<int, int>> curried = x => y => x * 10 + y + start;
            Func<int> anonymous = delegate { return start; };
            return Captured(1) + " " + Static(2) + " " + Generic("g", 2) + " " + curried(3)(4) + " " + anonymous() + " " + _field(5)
                + " " + (from x in new[] { 1, 2, 3 } where x > start let y = x * x select y).Sum();
        }
    }

    public interface ILeft
    {
        string Q(int value);
    }

    public interface IRight<T>
    {
        string Q(T value);

        T Item { get; set; }
    }

    /// <summary>K10: two members of one name.</summary>
    public class Explicit : ILeft, IRight<string>, IRight<int>
    {
        private int _item;

        string IRight<string>.Item { get; set; }

        int IRight<int>.Item
        {
            get => _item;
            set => _item = value;
        }

        string ILeft.Q(int value) => "left " + value;

        string IRight<string>.Q(string value) => "right " + value;

        string IRight<int>.Q(int value) => "number " + value;
    }

    public static class MemberVarietyScenarios
    {
        public static string K2_more_operators()
        {
            Amount amount = "four";
            amount++;
            Amount big = new Amount(int.MaxValue);
            string text = amount.ToString() + " " + (amount + big).ToString() + " " + (amount && big).ToString() + " " + (amount == new Amount(5)) + " " + (byte)big;
            try
            {
                return text + checked(amount + big).ToString();
            }
            catch (OverflowException)
            {
                return text + " overflow";
            }
        }

        public static string K6_failure_of_an_initialiser_is_one_object()
        {
            Exception first = Caught();
            Exception second = Caught();
            return ReferenceEquals(first, second) + " " + first.GetType().Name + " " + first.InnerException.Message;
        }

        public static string K8_nameless_code() => new Nameless().Run(1);

        public static string K10_members_of_one_name()
        {
            var both = new Explicit();
            ((IRight<int>)both).Item = 6;
            ((IRight<string>)both).Item = "item";
            return ((ILeft)both).Q(1) + ((IRight<string>)both).Q("r") + ((IRight<int>)both).Q(2) + ((IRight<int>)both).Item + ((IRight<string>)both).Item;
        }

        public static string K29_pinned_under_collections()
        {
            int sum = 0;
            for (int i = 0; i < 3; i++)
            {
                sum += PinnedWhileCollecting(new byte[] { 7, 8, 9 });
            }

            return sum.ToString();
        }

        public static string K28_stackalloc_in_recursion() => Deep(200).ToString();

        private static unsafe int PinnedWhileCollecting(byte[] bytes)
        {
            fixed (byte* first = bytes)
            fixed (byte* last = &bytes[2])
            {
                new byte[1000].ToString();
                GC.Collect();
                return *first + *last;
            }
        }

        private static int Deep(int depth)
        {
            Span<int> cells = stackalloc int[64];
            cells[63] = depth;
            return depth == 0 ? 0 : cells[63] - depth + 1 + Deep(depth - 1);
        }

        private static Exception Caught()
        {
            try
            {
                return new Exception(BrokenTwice.Touch().ToString());
            }
            catch (TypeInitializationException e)
            {
                return e;
            }
        }
    }
}
