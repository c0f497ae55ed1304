using LlmProxy.Load.Generator;
using LlmProxy.Load.Measure;
using LlmProxy.Load.Processes;
using LlmProxy.Load.Report;

namespace LlmProxy.Load;

/// <summary>The processes that scenarios share, each started when it is first asked for, and what scenarios need beside them.</summary>
/// <remarks>Scenarios run one after another, so nothing here is asked for twice at once.</remarks>
internal sealed class Session : IAsyncDisposable
{
    // Part of a run that may go into compiling once a side is warm: one tick of 10 ms in a run of a second.
    private const double Negligible = 0.01;

    private readonly List<ServerProcess> _servers = [];
    private Target? _provider;
    private Sides? _yarpAndGateway;

    /// <summary>Nothing is started yet.</summary>
    public Session(LoadOptions options, Progress progress, CancellationToken stop)
    {
        Options = options;
        Progress = progress;
        Stop = stop;
        Launcher = new Launcher(options);
    }

    /// <summary>What the command line says.</summary>
    public LoadOptions Options { get; }

    /// <summary>Where signs of life go.</summary>
    public Progress Progress { get; }

    /// <summary>Cancelled when the user wants to stop.</summary>
    public CancellationToken Stop { get; }

    /// <summary>Starts further processes, which whoever asks for them has to stop.</summary>
    public Launcher Launcher { get; }

    /// <summary>The provider.</summary>
    /// <exception cref="StartException">It does not answer.</exception>
    public async Task<Target> ProviderAsync()
    {
        if (_provider is { } running)
            return running;
        Progress.Show("starting the provider");
        return _provider = Keep(await Launcher.StartProviderAsync(Stop));
    }

    /// <summary>Bare YARP and the gateway in its plainest form, warmed up, which most scenarios compare.</summary>
    /// <exception cref="StartException">One of them does not answer.</exception>
    public async Task<Sides> YarpAndGatewayAsync()
    {
        if (_yarpAndGateway is { } running)
            return running;
        var provider = await ProviderAsync();
        Progress.Show("starting bare YARP");
        var yarp = Keep(await Launcher.StartYarpAsync(provider, null, Stop));
        Progress.Show($"starting {(Options.SelfCheck ? "bare YARP in the gateway's place" : "the gateway")}");
        var gateway = Keep(await Launcher.StartGatewayAsync(provider, null, Stop));
        var sides = new Sides(yarp, gateway, provider);
        await WarmUpAsync(sides);
        return _yarpAndGateway = sides;
    }

    /// <summary>Runs requests through both sides in turn, until the runtime has compiled the hot path for good.</summary>
    /// <remarks>
    /// It compiles beside the requests, in several steps, for a minute or more: the more code a request runs through, the longer. What is
    /// measured meanwhile is compilation in part, and more of it on the side with more code.
    /// </remarks>
    public async Task WarmUpAsync(Sides sides)
    {
        const int fewest = 4;
        var most = Options.RunLength < TimeSpan.FromSeconds(1) ? 20 : 60;
        // Rounds without any compiling: the runtime waits between its steps.
        const int settled = 3;
        Target[] targets = [sides.Baseline, sides.Gateway];
        var quiet = 0;
        for (var round = 1; round <= most && quiet < settled; round++)
        {
            Progress.Show($"warming up: {round} of {fewest} to {most}");
            var compiled = TimeSpan.Zero;
            foreach (var target in targets)
            {
                var before = CompileTime.Of(target.ProcessId);
                await LoadRun.WholeAsync(target, LoadShape.Repeat(JsonExchange.Chat, 32, Options.RunLength), Stop);
                var spent = CompileTime.Of(target.ProcessId) - before;
                compiled = spent > compiled ? spent : compiled;
            }

            quiet = round >= fewest && compiled < Options.RunLength * Negligible ? quiet + 1 : 0;
        }
    }

    /// <summary>Stops all processes.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(_servers))
            await server.DisposeAsync();
        Launcher.Dispose();
    }

    private Target Keep(ServerProcess server)
    {
        _servers.Add(server);
        return server.Target;
    }
}
