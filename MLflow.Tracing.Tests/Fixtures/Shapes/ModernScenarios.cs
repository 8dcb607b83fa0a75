#if NET10_0_OR_GREATER
using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

namespace Shapes
{
    public static class ModernScenarios
    {
        public static string F1_K3_init_accessors_and_records()
        {
            var person = new Person("Ada", 36) { City = "London" };
            Person older = person with { Age = 37 };
            return person + " " + older + (person == older) + older.GetHashCode().Equals(person.GetHashCode());
        }

        public static string K1_extension_block() => "one two".Words + "x".Quote('\'');

        public static string K9_primary_constructor()
        {
            var log = new Log();
            return new Primary(4, log).Next() + new Primary(-4, log).Made + log;
        }

        public static string K11_K12_interfaces() => ((IDefaulting)new Defaulting()).Default(3) + Modern.Generic<Defaulting>(2);

        public static string K13_K14_partial_members_and_native_stubs()
        {
            var parts = new Parts { Name = "named" };
            return parts.Half(9) + parts.Name + (OperatingSystem.IsLinux() ? Parts.NativeLength("four") : 4);
        }

        public static string K17_K30_P13_flags_and_prefixes()
            => new Prefixes().Volatile(3) + "" + Prefixes.Unaligned([0, 1, 0, 0, 0]) + Prefixes.Unoptimised(1) + Prefixes.Constrained(5) + Prefixes.Constrained(new Square { Side = 2 }).Length;

        public static string K26_skipped_zeroing() => Modern.Uninitialised(3).ToString() + Modern.WithoutLocals(4);

        public static string P4_params_span() => Modern.ParamsSpan(1, 2, 3).ToString();

        public static string P6_P7_ref_struct()
        {
            Cursor cursor = Cursor.Over("abc");
            return cursor.Move().ToString() + cursor.Move() + cursor.Rest().ToString();
        }

        public static unsafe string P8_function_pointer() => Modern.Call(&Modern.Twice, 4).ToString();

        public static string P12_allows_ref_struct()
            => Modern.Count("text") + Modern.Count(new ReadOnlySpan<char>()) + Modern.Through(5) + Modern.Through("abc".AsSpan()).ToString();

        public static string P1_P5_null_references() => Modern.IsNull(ref Unsafe.NullRef<int>()) + " " + Unsafe.IsNullRef(ref Modern.NullReference());

        public static string P18_inline_array()
        {
            var four = new Four();
            four[0] = 1;
            four[3] = 4;
            return Modern.Elements(four).ToString();
        }

        public static async Task<string> S2_pooled_builder() => (await Modern.Pooled(1) + await Modern.Pooled(2)).ToString();

        public static Task<string> S10_disposing() => Modern.Disposing(new Log());

        public static string S16_iterators_left_alone() => string.Join(",", Modern.Squares(4));
    }
}
#endif
