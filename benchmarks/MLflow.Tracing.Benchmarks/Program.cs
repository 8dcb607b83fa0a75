using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using MLflow.Tracing.Benchmarks;
using Perfolizer.Horology;

// One run of everything: `dotnet run -c Release --project benchmarks/MLflow.Tracing.Benchmarks`. Arguments are BenchmarkDotNet's own.
var config = DefaultConfig.Instance
    .AddJob(Job.Default.WithWarmupCount(6).WithIterationCount(12).WithIterationTime(TimeInterval.FromMilliseconds(200)))
    .WithOptions(ConfigOptions.DisableOptimizationsValidator);
var summaries = BenchmarkSwitcher.FromAssembly(typeof(OffBenchmarks).Assembly)
    .Run(args.Length > 0 ? args : ["--filter", "*"], config);
Console.WriteLine();
Console.WriteLine(BudgetTable.Of(summaries));
Console.WriteLine(HeldMemory.Measure());
