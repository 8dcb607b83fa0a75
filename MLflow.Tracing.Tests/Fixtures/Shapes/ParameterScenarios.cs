using System;
using System.Threading;

namespace Shapes
{
    public static unsafe class ParameterScenarios
    {
        public static string P1_in()
        {
            var big = new Big { A = 1, H = 2 };
            return Parameters.In(in big, 3).ToString();
        }

        public static string P2_ref()
        {
            int left = 12;
            string right = "abc";
            Parameters.Swap(ref left, ref right);
            return left + right;
        }

        public static string P3_out() => Parameters.TryParse("5", out int value, out _).ToString() + value;

        public static string P3_throws_before_assignment() => Parameters.TryParse("throw", out _, out _).ToString();

        public static string P4_params_and_optional() => Parameters.Sum(1, 2, 3) + Parameters.Optional() + Parameters.Optional("x", 4);

        public static string P5_ref_returns()
        {
            var parameters = new Parameters();
            parameters.Cell() = 99;
            ref readonly int cell = ref parameters.ReadOnlyCell();
            return cell + " " + Parameters.Shared().H;
        }

        public static string P6_P7_spans()
        {
            Span<int> numbers = stackalloc int[3];
            return Parameters.Length("four".AsSpan(), numbers) + Parameters.Head("head").ToString();
        }

        public static string P8_pointers()
        {
            int number = 5;
            int* pointer = &number;
            return Parameters.Deref(pointer, null, &pointer) + " " + *Parameters.Same(pointer);
        }

        public static string P10_P11_P13_generics()
        {
            var inner = new Outer<int>.Inner<string>();
            return Parameters.Identity(5) + Parameters.Identity("x")
                + Parameters.AreaOf(new Square { Side = 3 })
                + Parameters.Make<Square>().Area
                + Parameters.Compare(1, 2) + Parameters.Compare("b", "a") + Parameters.Compare(new Square { Side = 1 }, new Square { Side = 1 })
                + Parameters.Describe<object>(null) + Parameters.Describe("d")
                + Parameters.SizeOf(1L)
                + inner.Pair(1, "one") + inner.Pick(2, "two", (n, s) => s + n)
                + string.Concat(Outer<Square>.Inner<int>.Repeat(4, 3));
        }

        public static string P14_P15_struct_instances()
        {
            var square = new Square { Side = 1 };
            int grown = square.Grow(2);
            return grown + " " + square.Side + " " + square.Area + " " + new Fixed(4).Twice();
        }

        public static string P16_generic_struct()
        {
            var wrapper = new Wrapper<string>();
            wrapper.Set("abc");
            return wrapper.Map(s => s.Length) + wrapper.Map(s => s + "d");
        }

        public static string P17_values()
            => Parameters.Mixed(Colour.Green, 1.5m, new Big { H = 8 }, 7, new CancellationToken(true), null, new DateTime(2020, 1, 2))
            + Parameters.Mixed(Colour.Red, 0, default, null, default, "x", default);

#if NET10_0_OR_GREATER
        public static string P19_dynamic() => Parameters.Dynamic(5) + Parameters.Dynamic("x");
#endif
    }
}
