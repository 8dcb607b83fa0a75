using System;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace Exits;

/// <summary>F12, S14: a program that ends in the middle of its calls, in the way that the variable EXIT_BY names.</summary>
public static class Program
{
    public static async Task<int> Main()
    {
        string how = Environment.GetEnvironmentVariable("EXIT_BY");
        Console.WriteLine("leaving by " + how);
        if (how == "abandoned")
        {
            Task pending = Waits(new TaskCompletionSource().Task);
            await Task.Yield();
            return pending.IsCompleted ? 1 : 4;
        }

        Outer(how);
        return 2;
    }

    private static async Task Waits(Task forever)
    {
        await forever;
        Console.WriteLine("not reached");
    }

    private static void Outer(string how)
    {
        try
        {
            Inner(how);
        }
        finally
        {
            Console.WriteLine("finally");
        }
    }

    private static void Inner(string how)
    {
        switch (how)
        {
            case "exit":
                Environment.Exit(5);
                break;
            case "failfast":
                Environment.FailFast("on purpose");
                break;
            case "unhandled":
                throw new InvalidOperationException("unhandled");
            case "SIGHUP":
                Receive(1, ends: true);
                break;
            case "SIGINT":
                Receive(2, ends: true);
                break;
            case "SIGTERM":
                Receive(15, ends: true);
                break;
            case "ignored":
                Receive(1, ends: false);
                break;
            case "host":
                using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true))
                {
                    Receive(15, ends: false);
                }

                break;
        }
    }

    private static void Receive(int signal, bool ends)
    {
        Kill(Environment.ProcessId, signal);
        Thread.Sleep(ends ? 60_000 : 500);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
