using System;
using System.Collections.Generic;

namespace Shapes
{
    public sealed class Empty
    {
        public void Nothing()
        {
        }

        public static void NothingStatic()
        {
        }
    }

    /// <summary>F3-F5, F10, F17, F18: more of flow and exceptions.</summary>
    public static class Regions
    {
        public static string HandledAfterReplacement(Log log)
        {
            try
            {
                try
                {
                    throw new InvalidOperationException("first");
                }
                finally
                {
                    log.Add("finally");
                    Fail();
                }
            }
            catch (ArgumentException e)
            {
                return "handled " + e.Message;
            }
        }

        public static string ReturnsFromLoop(IEnumerable<int> numbers, Log log)
        {
            foreach (int number in numbers)
            {
                try
                {
                    if (number == 2)
                    {
                        continue;
                    }

                    lock (log)
                    {
                        if (number == 3)
                        {
                            return "three";
                        }
                    }
                }
                finally
                {
                    log.Add("f" + number);
                }
            }

            return "none";
        }

        public static string FilterThatThrows(Log log)
        {
            try
            {
                throw new InvalidOperationException("outer");
            }
            catch (InvalidOperationException) when (Throws(log))
            {
                return "not reached";
            }
            catch (InvalidOperationException e)
            {
                return e.Message;
            }
        }

        public static string TwoDeep(Log log)
        {
            try
            {
                try
                {
                    Fail();
                    return "not reached";
                }
                catch (ArgumentException e) when (e.Message.Length == 0)
                {
                    return "not reached";
                }
            }
            catch (ArgumentException e)
            {
                try
                {
                    throw new InvalidOperationException("wrapped", e);
                }
                catch (InvalidOperationException inner) when (log.Add("second pass"))
                {
                    return inner.Message + inner.InnerException.Message;
                }
            }
        }

        public static string Sparse(long n, string text)
        {
            switch (n)
            {
                case 1: return "one";
                case 1000: return "thousand";
                case 1000000: return "million";
                case long.MaxValue: return "most";
            }

            switch (text)
            {
                case "a": case "b": return "ab";
                case "c": return "c";
                case "d": return "d";
                case "e": return "e";
                case "f": return "f";
                case "g": return "g";
                case "h": return "h";
                default: return "default";
            }
        }

        private static bool Throws(Log log)
        {
            log.Add("filter");
            throw new ArgumentException("in the filter");
        }

        private static void Fail() => throw new ArgumentException("second");
    }

    public static class RegionScenarios
    {
        public static string F10_handled_after_a_replacement()
        {
            var log = new Log();
            return Regions.HandledAfterReplacement(log) + log;
        }

        public static string F3_F4_return_out_of_a_loop()
        {
            var log = new Log();
            return Regions.ReturnsFromLoop(new[] { 1, 2, 3, 4 }, log) + Regions.ReturnsFromLoop(new int[0], log) + log;
        }

        public static string F5_F6_filter_that_throws()
        {
            var log = new Log();
            return Regions.FilterThatThrows(log) + log;
        }

        public static string F5_F10_handlers_in_handlers()
        {
            var log = new Log();
            return Regions.TwoDeep(log) + log;
        }

        public static string F18_sparse_tables_and_texts()
            => Regions.Sparse(1000000, null) + Regions.Sparse(long.MaxValue, null) + Regions.Sparse(0, "b") + Regions.Sparse(0, "h") + Regions.Sparse(0, "?");

        public static string F22_empty_bodies()
        {
            new Empty().Nothing();
            Empty.NothingStatic();
            return "empty";
        }
    }
}
