#if NET10_0_OR_GREATER
using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Shapes
{
    /// <summary>K1: extension members of values and of types.</summary>
    public static class NumberBlocks
    {
        extension(int number)
        {
            public int Doubled => number * 2;

            public int Plus(int other) => number + other;

            public static int Answer => 42;
        }

        extension<T>(List<T> list)
        {
            public T Second => list[1];

            public static List<T> Pair(T left, T right) => [left, right];
        }
    }

    /// <summary>K2: operators that change their left side in place.</summary>
    public sealed class Total
    {
        public int Value { get; private set; }

        public void operator +=(int by) => Value += by;

        public void operator ++() => Value++;
    }

    /// <summary>K3: required members that are set once.</summary>
    public class Settings
    {
        private readonly string _name = "unset";

        public required string Name
        {
            get => _name;
            init => _name = value.Trim();
        }

        public int Checked
        {
            get;
            set => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
        }

        [SetsRequiredMembers]
        public Settings(string name) => Name = name;

        public Settings()
        {
        }
    }

    /// <summary>K6: run when the module is loaded.</summary>
    public static class ModuleState
    {
        public static int Started;

        [ModuleInitializer]
        public static void Start() => Started++;
    }

    /// <summary>K9: what records synthesise.</summary>
    public record Animal(string Name, List<string> Tags);

    public sealed record Dog(string Name, List<string> Tags, Animal Friend) : Animal(Name, Tags)
    {
        public string Introduce(Dog other) => Name + " meets " + other;
    }

    public readonly record struct Pair<T>(T Left, T Right)
    {
        public Pair<T> Swapped() => new(Right, Left);
    }

    public class Injected(int seed)
    {
        private readonly int _twice = seed * 2;

        public int Sum(int value) => seed + _twice + value;
    }

    /// <summary>K14: halves of one member.</summary>
    public partial class Halves
    {
        public partial Halves(int value);

        public partial event EventHandler Changed;

        public partial int this[int index] { get; }

        partial void Optional(ref int value);
    }

    public partial class Halves
    {
        private readonly int _value;
        private EventHandler _changed;

        public partial Halves(int value)
        {
            _value = value;
            Optional(ref _value);
        }

        public partial event EventHandler Changed
        {
            add => _changed += value;
            remove => _changed -= value;
        }

        public partial int this[int index] => _value + index;

        public void Raise() => _changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>K12: members of types that are asked for by type parameter.</summary>
    public interface ICounted<TSelf>
        where TSelf : ICounted<TSelf>
    {
        static abstract TSelf Zero { get; }

        static abstract TSelf operator +(TSelf left, int right);

        static virtual TSelf Three() => TSelf.Zero + 3;
    }

    public readonly struct Counted(int value) : ICounted<Counted>
    {
        public static Counted Zero => new(0);

        public static Counted operator +(Counted left, int right) => new(left.Value + right);

        public int Value { get; } = value;
    }

    public static class NewestMembers
    {
        public static T CountTo<T>() where T : ICounted<T> => T.Three() + 1;

        public static string Expression(bool condition, [CallerArgumentExpression(nameof(condition))] string text = null) => text + condition;

        public static void Refer(ref readonly int number, scoped ref int other) => other = number;

        public static string Collect(params List<string> texts) => string.Concat(texts);

        public static string CollectSequence(params IEnumerable<int> numbers) => string.Join('+', numbers);

        public static dynamic Add(dynamic left, dynamic right) => left + right;
    }

    public static class NewestMemberScenarios
    {
        public static string K1_extension_blocks() => 4.Doubled + " " + 4.Plus(3) + " " + int.Answer + " " + List<string>.Pair("a", "b").Second;

        public static string K2_compound_assignment()
        {
            var total = new Total();
            total += 5;
            total++;
            return total.Value.ToString();
        }

        public static string K3_required_and_init()
        {
            var settings = new Settings { Name = " x ", Checked = 2 };
            return settings.Name + settings.Checked + new Settings("y ").Name;
        }

        public static string K3_setter_that_throws() => new Settings("z") { Checked = -1 }.Name;

        public static string K6_module_initialisers() => ModuleState.Started.ToString();

        public static string K9_synthesised_members()
        {
            var friend = new Animal("cat", []);
            var dog = new Dog("rex", ["big"], friend);
            Dog same = dog with { };
            (string name, _, Animal other) = dog;
            return dog.Introduce(same with { Name = "max" }) + (dog == same) + (dog.GetHashCode() == same.GetHashCode()) + name + other.Name
                + new Pair<int>(1, 2).Swapped() + new Injected(3).Sum(4);
        }

        public static string K12_static_abstract_members() => NewestMembers.CountTo<Counted>().Value.ToString();

        public static string K14_partial_members()
        {
            var halves = new Halves(4);
            int raised = 0;
            halves.Changed += (_, _) => raised++;
            halves.Raise();
            return halves[2] + " " + raised;
        }

        public static string K19_expression_of_the_caller() => NewestMembers.Expression(1 + 1 == 2);

        public static unsafe string K25_called_through_a_native_pointer()
        {
            delegate* unmanaged<int, int> pointer = &Modern.FromNative;
            return pointer(12).ToString();
        }

        public static string P1_P4_newest_parameters()
        {
            int number = 3;
            int other = 0;
            NewestMembers.Refer(in number, ref other);
            return other + NewestMembers.Collect("a", "b") + NewestMembers.CollectSequence(1, 2);
        }

        public static string P19_call_sites_of_dynamic()
        {
            string text = "";
            for (int i = 0; i < 3; i++)
            {
                text += NewestMembers.Add(i, 1) + NewestMembers.Add("t", i);
            }

            return text;
        }
    }
}
#endif
