using System;
using System.Globalization;

namespace Shapes
{
    /// <summary>F1-F11, F16, F18, F22: returns, flow, exceptions.</summary>
    public class Flow
    {
        public int Touched;

        public void Nothing()
        {
        }

        public void Touch(int by) => Touched += by;

        public static int Number(int value) => value * 2;

        public static string Text(string value) => value + "!";

        public static decimal Large(decimal value) => value / 3;

        public static string Several(int n)
        {
            if (n < 0)
            {
                return "negative";
            }

            if (n == 0)
            {
                return "zero";
            }

            return "positive";
        }

        public static string Nested(int n, Log log)
        {
            try
            {
                try
                {
                    if (n == 0)
                    {
                        return "inner try";
                    }

                    try
                    {
                        if (n == 1)
                        {
                            throw new InvalidOperationException("one");
                        }

                        return "innermost try";
                    }
                    catch (InvalidOperationException e)
                    {
                        log.Add("caught " + e.Message);
                        return "catch";
                    }
                    finally
                    {
                        log.Add("finally 1");
                    }
                }
                finally
                {
                    log.Add("finally 2");
                }
            }
            finally
            {
                log.Add("finally 3");
            }
        }

        public static string Filtered(int n, Log log)
        {
            try
            {
                return FilteredInner(n, log);
            }
            catch (Exception e) when (log.Add("outer filter " + e.Message))
            {
                return log.Add("outer catch").ToString();
            }
        }

        private static string FilteredInner(int n, Log log)
        {
            try
            {
                if (n > 0)
                {
                    throw new ArgumentException("n");
                }

                return "none";
            }
            catch (ArgumentException) when (log.Add("inner filter") && n > 1)
            {
                return "inner catch";
            }
            finally
            {
                log.Add("inner finally");
            }
        }

        public static string OnlyThrows(string message) => throw new NotSupportedException(message);

        public static int Endless(int limit)
        {
            int i = 0;
            while (true)
            {
                if (++i > limit)
                {
                    throw new TimeoutException(i.ToString(CultureInfo.InvariantCulture));
                }
            }
        }

        public static void PassesThrough(Exception exception)
        {
            PassesThroughInner(exception);
        }

        private static void PassesThroughInner(Exception exception)
        {
            throw exception;
        }

        public static string HandledInside()
        {
            try
            {
                throw new InvalidOperationException("handled");
            }
            catch (InvalidOperationException e)
            {
                return e.Message;
            }
        }

        public static void Replaced(Log log)
        {
            try
            {
                throw new InvalidOperationException("first");
            }
            finally
            {
                log.Add("finally");
                throw new ArgumentException("second");
            }
        }

        public static void Rethrown()
        {
            try
            {
                PassesThroughInner(new FormatException("again"));
            }
            catch (FormatException)
            {
                throw;
            }
        }

        public static int Recursive(int depth) => depth == 0 ? 0 : 1 + Recursive(depth - 1);

        public static bool Even(int n) => n == 0 || Odd(n - 1);

        public static bool Odd(int n) => n != 0 && Even(n - 1);

        public static string Switch(int n)
        {
            switch (n)
            {
                case 0: return "a";
                case 1: return "b";
                case 2: return "c";
                case 3: return "d";
                case 4: return "e";
                case 5: return "f";
                case 6: return "g";
                default: return "?";
            }
        }

        public static int Loop(int n)
        {
            do
            {
                n--;
            }
            while (n > 0);
            return n;
        }
    }
}
