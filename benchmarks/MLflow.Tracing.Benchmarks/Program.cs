using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using MLflow.Tracing.Benchmarks;
using Perfolizer.Horology;

// One run of everything: `dotnet run -c Release --project benchmarks/MLflow.Tracing.Benchmarks`. Arguments are BenchmarkDotNet's own.
// Each benchmark runs in a process of its own, built with another output folder; the build tasks are where this build has put them.
var tasks = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../MLflow.Tracing.Weaver/Build/bin/Release/netstandard2.0/MLflow.Tracing.Build.dll"));
var config = DefaultConfig.Instance
    .AddJob(Job.Default
        .WithWarmupCount(6)
        .WithIterationCount(12)
        .WithIterationTime(TimeInterval.FromMilliseconds(200))
        .WithArguments([new MsBuildArgument($"/p:MLflowTracingTasksFile={tasks}")]))
    .WithOptions(ConfigOptions.DisableOptimizationsValidator);
var summaries = BenchmarkSwitcher.FromAssembly(typeof(OffBenchmarks).Assembly)
    .Run(args.Length > 0 ? args : ["--filter", "*"], config);
Console.WriteLine();
Console.WriteLine(BudgetTable.Of(summaries));
Console.WriteLine();
Console.WriteLine(HeldMemory.Measure());
