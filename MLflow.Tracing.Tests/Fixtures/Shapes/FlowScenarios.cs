using System;
using System.Linq;

namespace Shapes
{
    public static class FlowScenarios
    {
        public static string F1_void_reference_and_value_results()
        {
            var flow = new Flow();
            flow.Nothing();
            flow.Touch(3);
            return flow.Touched + Flow.Text("x") + Flow.Number(21) + Flow.Large(10m);
        }

        public static string F2_several_returns() => Flow.Several(-1) + Flow.Several(0) + Flow.Several(1);

        public static string F3_F4_return_in_nested_regions()
        {
            var log = new Log();
            string results = Flow.Nested(0, log) + Flow.Nested(1, log) + Flow.Nested(2, log);
            return results + ": " + log;
        }

        public static string F5_F6_filters_in_two_passes()
        {
            var log = new Log();
            return Flow.Filtered(0, log) + Flow.Filtered(1, log) + Flow.Filtered(2, log) + ": " + log;
        }

        public static string F8_only_throws() => Flow.OnlyThrows("never");

        public static string F8_endless_loop() => Flow.Endless(5).ToString();

        public static string F9_passes_through()
        {
            Flow.PassesThrough(new InvalidOperationException("through"));
            return "not reached";
        }

        public static string F9_same_object()
        {
            var thrown = new InvalidOperationException("same");
            try
            {
                Flow.PassesThrough(thrown);
                return "not reached";
            }
            catch (InvalidOperationException caught)
            {
                return ReferenceEquals(thrown, caught) + "\n" + LinesOf(caught);
            }
        }

        public static string F9_rethrown()
        {
            Flow.Rethrown();
            return "not reached";
        }

        public static string F10_handled_inside() => Flow.HandledInside();

        public static string F11_replaced_by_another()
        {
            var log = new Log();
            try
            {
                Flow.Replaced(log);
            }
            catch (Exception e)
            {
                log.Add(e.GetType().Name + " " + e.Message);
            }

            return log.ToString();
        }

        public static string F16_recursion() => Flow.Recursive(1000) + " " + Flow.Even(501);

        public static string F18_switch() => string.Concat(Enumerable.Range(-1, 9).Select(Flow.Switch));

        public static string F21_loop_at_the_start() => Flow.Loop(4).ToString();

        // The part of a trace that belongs to this assembly: what calls it differs between runs.
        internal static string LinesOf(Exception exception)
            => string.Join("\n", exception.StackTrace.Split('\n').Where(line => line.Contains("Shapes.")).Select(line => line.Trim()));
    }
}
