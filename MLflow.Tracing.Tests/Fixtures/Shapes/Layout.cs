using System;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Serialization;

namespace Shapes
{
    /// <summary>K22-K24: types whose members others count, order or measure.</summary>
    [ComVisible(true)]
    [Guid("6D1B1B5E-2D0C-4E0E-9B38-0F5B0A6A5C11")]
    [InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
    public interface IOrdered
    {
        int Second(int value);

        int First(int value);

        int Third { get; }
    }

    [ComVisible(true)]
    [ClassInterface(ClassInterfaceType.AutoDual)]
    public class Ordered : IOrdered
    {
        public virtual int Zeroth() => 0;

        public int Second(int value) => value * 2;

        public int First(int value) => value;

        public int Third => 3;

        public virtual int Last() => 9;
    }

    [StructLayout(LayoutKind.Explicit, Size = 24)]
    public struct Union
    {
        [FieldOffset(0)]
        public long Whole;

        [FieldOffset(4)]
        public int Upper;

        [FieldOffset(16)]
        public byte Tail;

        public int Read() => Upper + Tail;

        public static Union Of(long whole) => new Union { Whole = whole, Tail = 1 };
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct Packed
    {
        public byte A;
        public int B;
        public short C;

        public int Sum() => A + B + C;
    }

    [StructLayout(LayoutKind.Sequential)]
    public class PackedClass
    {
        public int A;
        public long B;

        public long Sum() => A + B;
    }

    [DataContract]
    public class Contract
    {
        [DataMember]
        public int Number;

        private string _hidden = "hidden";

        [DataMember]
        public string Text { get; set; }

        public string Reveal() => _hidden + Text;
    }

    public static class LayoutScenarios
    {
        public static string K22_order_of_members()
        {
            IOrdered ordered = new Ordered();
            return ordered.First(1) + " " + ordered.Second(2) + " " + ordered.Third + ": " + Members(typeof(IOrdered)) + " / " + Members(typeof(Ordered));
        }

        public static unsafe string K23_fixed_layouts()
            => Union.Of(5L << 32).Read() + " " + sizeof(Union) + " " + Marshal.SizeOf(typeof(Union)) + " " + Marshal.OffsetOf(typeof(Union), "Tail")
            + " " + new Packed { A = 1, B = 2, C = 3 }.Sum() + " " + sizeof(Packed) + " " + Marshal.SizeOf(typeof(Packed))
            + " " + new PackedClass { A = 1, B = 2 }.Sum() + " " + Marshal.SizeOf(typeof(PackedClass)) + " " + Marshal.OffsetOf(typeof(PackedClass), "B");

        public static string K24_reflection()
            => new Contract { Number = 1, Text = "t" }.Reveal() + ": " + Members(typeof(Contract)) + " / " + Members(typeof(Union)) + " / " + Members(typeof(Derived));

        private static string Members(Type type)
            => string.Join(
                ", ",
                type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                    .OrderBy(m => m.MetadataToken)
                    .Select(m => m.MemberType + " " + m.Name));
    }
}
