using LlmProxy.Load.Generator;
using LlmProxy.Load.Processes;
using LlmProxy.Load.Report;

namespace LlmProxy.Load;

/// <summary>The processes that scenarios share, each started when it is first asked for, and what scenarios need beside them.</summary>
/// <remarks>Scenarios run one after another, so nothing here is asked for twice at once.</remarks>
internal sealed class Session : IAsyncDisposable
{
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

    /// <summary>Runs requests through both sides in turn, until the runtime has compiled the hot path for good: no request costs less than before.</summary>
    /// <remarks>It compiles beside the requests, and takes minutes for it where other work has the machine; what is measured meanwhile is mostly compilation.</remarks>
    public async Task WarmUpAsync(Sides sides)
    {
        const int fewest = 4;
        const int most = 20;
        // Of the round before; what differs by less is noise.
        const double settled = 0.93;
        Target[] targets = [sides.Baseline, sides.Gateway];
        double[] before = [double.MaxValue, double.MaxValue];
        for (var round = 1; round <= most; round++)
        {
            Progress.Show($"warming up: {round} of {fewest} to {most}");
            var isSettled = round >= fewest;
            for (var side = 0; side < targets.Length; side++)
            {
                var cost = (await LoadRun.WholeAsync(targets[side], LoadShape.Repeat(JsonExchange.Chat, 32, Options.RunLength), Stop)).CpuPerRequest;
                isSettled &= cost > before[side] * settled;
                before[side] = cost;
            }

            if (isSettled)
                return;
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
