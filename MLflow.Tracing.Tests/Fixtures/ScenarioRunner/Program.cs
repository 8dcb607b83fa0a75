using System;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;

namespace ScenarioRunner
{
    /// <summary>Runs every scenario of the assembly that is named, and prints what each returned or threw.</summary>
    public static class Program
    {
        public static int Main(string[] args)
        {
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            var scenarios = from type in Assembly.LoadFrom(args[0]).GetExportedTypes()
                            where type.Name.EndsWith("Scenarios", StringComparison.Ordinal)
                            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
                            where method.GetParameters().Length == 0 && !method.IsSpecialName
                            orderby method.Name
                            select method;
            foreach (MethodInfo scenario in scenarios)
            {
                Console.WriteLine(scenario.Name + ": " + Run(scenario));
            }

            return 0;
        }

        private static string Run(MethodInfo scenario)
        {
            try
            {
                object result = scenario.Invoke(null, null);
                return result is Task<string> task ? task.GetAwaiter().GetResult() : (string)result;
            }
            catch (TargetInvocationException e)
            {
                return e.InnerException.GetType() + ": " + e.InnerException.Message;
            }
            catch (Exception e)
            {
                return e.GetType() + ": " + e.Message;
            }
        }
    }
}
