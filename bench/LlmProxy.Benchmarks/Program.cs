using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using LlmProxy.Benchmarks.Balancing.Simulation;
using LlmProxy.Benchmarks.Guardrails;
using LlmProxy.Benchmarks.Ledger;
using LlmProxy.Benchmarks.Tokens;

namespace LlmProxy.Benchmarks;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is ["balancing", .. var rest])
            return SimulationCommand.Run(rest);
        if (arguments is ["tokens", .. var encodings])
            return TokensCommand.Run(encodings);
        if (arguments is ["patterns"])
            return PatternsCommand.Run();
        if (arguments is ["guarded-streams"])
            return GuardedStreamsCommand.Run();
        if (arguments is ["guards"])
            return GuardsCommand.Run();
        if (arguments is ["ledger", .. var more])
            return LedgerCommand.RunAsync(more).GetAwaiter().GetResult();

        // In this process, so that no project has to be generated, restored and built for each run.
        var config = DefaultConfig.Instance
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default);
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments, config);
        return 0;
    }
}
