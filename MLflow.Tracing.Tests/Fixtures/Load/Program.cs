using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading;

// Calls a method as often as it is told (CALLS), so many times a second (RATE; 0 means as fast as it goes), which calls another one (STEPS times); tells how much memory that took.
var calls = Number("CALLS");
var rate = Number("RATE");
var steps = Number("STEPS");
long heap = 0, workingSet = 0;
var clock = Stopwatch.StartNew();
for (var call = 0; call < calls; call++)
{
    Work.Answer(call, steps);
    if (call % 50 == 0)
    {
        heap = Math.Max(heap, GC.GetTotalMemory(forceFullCollection: false));
        workingSet = Math.Max(workingSet, Environment.WorkingSet);
        var ahead = rate == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(call / (double)rate) - clock.Elapsed;
        Thread.Sleep(ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero);
    }
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{calls} calls in {clock.Elapsed.TotalSeconds:0} s, at most {heap >> 20} MB of heap and {workingSet >> 20} MB in all"));

static int Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

internal static class Work
{
    public static string Answer(int number, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            Step(step);
        }

        return number.ToString(CultureInfo.InvariantCulture);
    }

    private static int Step(int number) => number + 1;
}
