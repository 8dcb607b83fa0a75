using System;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace Brief;

/// <summary>S14: ten lines that end at once, in the way that the variable EXIT_BY names, and do not know of tracing.</summary>
public static class Program
{
    public static int Main()
    {
        for (int i = 0; i < 20; i++) { Answer(i); }
        _ = Wait();
        return Leave(Environment.GetEnvironmentVariable("EXIT_BY"));
    }

    private static string Answer(int question) => "answer " + question;
    private static async Task Wait() => await new TaskCompletionSource().Task;
    private static int Leave(string how) => how switch { "end" => 0, "code" => 3, "throw" => throw new InvalidOperationException("nobody handles this"), _ => Receive(how) };
    private static int Receive(string how) { if (how == "exit") { Environment.Exit(5); } Kill(Environment.ProcessId, how == "SIGINT" ? 2 : 15); Thread.Sleep(60_000); return 1; }
    [DllImport("libc", EntryPoint = "kill")] private static extern int Kill(int process, int signal);
}
