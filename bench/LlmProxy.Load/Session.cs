using LlmProxy.Load.Generator;
using LlmProxy.Load.Processes;
using LlmProxy.Load.Report;

namespace LlmProxy.Load;

/// <summary>The processes of one measurement, all running side by side, and what scenarios need beside them.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly List<ServerProcess> _servers = [];

    private Session(LoadOptions options, Progress progress, CancellationToken stop)
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

    /// <summary>Starts further processes.</summary>
    public Launcher Launcher { get; }

    /// <summary>The provider, for runs without a proxy.</summary>
    public Target Provider => _servers[0].Target;

    /// <summary>Bare YARP.</summary>
    public Target Yarp => _servers[1].Target;

    /// <summary>The gateway.</summary>
    public Target Gateway => _servers[2].Target;

    /// <summary>Starts provider, bare YARP and gateway.</summary>
    /// <exception cref="StartException">One of them does not answer.</exception>
    public static async Task<Session> StartAsync(LoadOptions options, Progress progress, CancellationToken stop)
    {
        var session = new Session(options, progress, stop);
        try
        {
            progress.Show("starting the provider");
            session._servers.Add(await session.Launcher.StartProviderAsync(stop));
            progress.Show("starting bare YARP");
            session._servers.Add(await session.Launcher.StartYarpAsync(session.Provider, null, stop));
            progress.Show($"starting {(options.SelfCheck ? "bare YARP in the gateway's place" : "the gateway")}");
            session._servers.Add(await session.Launcher.StartGatewayAsync(session.Provider, null, stop));
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs requests through both sides in turn, until the runtime has compiled the hot path for good.</summary>
    public async Task WarmUpAsync()
    {
        const int rounds = 4;
        for (var round = 1; round <= rounds; round++)
        {
            Progress.Show($"warming up: {round} of {rounds}");
            foreach (var target in (Target[])[Yarp, Gateway])
                await LoadRun.WholeAsync(target, LoadShape.Repeat(JsonExchange.Chat, 32, Options.RunLength), Stop);
        }
    }

    /// <summary>Stops all processes.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(_servers))
            await server.DisposeAsync();
        Launcher.Dispose();
    }
}
