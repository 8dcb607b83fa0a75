using System;

namespace Shapes
{
    public static class MemberScenarios
    {
        public static string K1_extension() => "quiet".Shout();

        public static string K2_operators()
        {
            Named named = new Named { Count = 1 } + 2;
            return ((int)named).ToString();
        }

        public static string K3_K4_accessors_and_events()
        {
            var named = new Named { Count = 4 };
            int raised = 0;
            EventHandler handler = (_, _) => raised++;
            named.Changed += handler;
            named.Raise();
            named.Changed -= handler;
            named.Raise();
            return named.Count + " " + named[3] + " " + raised;
        }

        public static string K5_constructors()
        {
            var log = new Log();
            return new Derived(5, log).Made + new Derived(0, log).Made + new Derived(-2, log).Made + new Derived(log).Number
                + new Derived("text", log).Made + new Derived().Made + ": " + log;
        }

        public static string K5_base_throws() => new Derived("throw", null).Made;

        public static string K5_body_throws() => new Derived(13, null).Made;

        public static string K5_structs()
        {
            var a = new Point(1, 2);
            var b = new Point(3);
            var c = new Point("four");
            return a.X + "" + a.Y + b.X + b.Y + c.X + c.Y;
        }

        public static string K6_type_initialisers()
        {
            try
            {
                return Lazy.Value + Broken.Value;
            }
            catch (TypeInitializationException e)
            {
                return Lazy.Value + e.InnerException.Message;
            }
        }

        public static string K8_local_functions_and_lambdas() => new Named().Locals(4).ToString();

        public static string K10_explicit_implementation()
        {
            INamed named = new Named();
            return named.Name + named.Greet("you");
        }

        public static string K18_K19_K21_attributes() => new Named().Locked(3) + new Named().Who() + new Named().WhoAmI();

        public static string K28_K29_stackalloc_and_pinned()
        {
            int sum = 0;
            for (int i = 0; i < 100; i++)
            {
                sum += Memory.StackAllocated(10);
            }

            return sum + " " + Memory.Pinned(new byte[] { 42 });
        }
    }
}
