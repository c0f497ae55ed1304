using LlmProxy.FunctionalTests.Support;
using LlmProxy.Limits;
using LlmProxy.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.FunctionalTests.Limits;

/// <summary>A gateway whose limits have a clock of their own, which stands, and can be looked into.</summary>
internal sealed class LimitProbe : IAsyncDisposable
{
    private readonly SemaphoreSlim _freed = new(0);
    private readonly StandingClock _clock = new();
    private TestGateway? _gateway;

    private LimitProbe() => Gate = new(_clock);

    /// <summary>Where requests take from their limits.</summary>
    public LimitGate Gate { get; }

    /// <summary>The gateway.</summary>
    public TestGateway Gateway => _gateway!;

    /// <summary>Starts a gateway before a provider.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="limits">The route's limits.</param>
    /// <param name="proxy">The rest of the section <c>LlmProxy</c>.</param>
    /// <param name="configure">More services.</param>
    public static async Task<LimitProbe> StartAsync(
        Uri provider, string limits = "", string proxy = "", Action<WebApplicationBuilder>? configure = null)
    {
        var probe = new LimitProbe();
        probe._gateway = await TestGateway.BeforeAsync(
            provider,
            route: $"\"Limits\": {{ {limits} }}, \"Retry\": {{ \"MaxAttempts\": 1 }}",
            proxy: proxy,
            configure: builder =>
            {
                builder.Services.AddSingleton(probe.Gate);
                builder.Services.AddSingleton<ICallerSource, GivenCallers>();
                configure?.Invoke(builder);
            });
        // Made by now, since the pipeline is.
        _ = probe._gateway.Services.GetRequiredService<FairQueue>();
        var freed = probe.Gate.Freed;
        probe.Gate.Freed = () =>
        {
            freed?.Invoke();
            probe._freed.Release();
        };
        return probe;
    }

    /// <summary>A limit of a subject that has been seen.</summary>
    public T Limit<T>(string scope, string name)
        where T : ILimit =>
        Gateway.Services.GetRequiredService<LimitTable>().Of(new(scope, name)).Limits.OfType<T>().First();

    /// <summary>What is used or reserved of a window.</summary>
    public long Level(WindowLimit limit) => Gate.Read(limit.Limiter.Level);

    /// <summary>Moves the limits' clock.</summary>
    public void Advance(TimeSpan by) => _clock.Advance(by);

    /// <summary>Waits until so many requests more have given back what they held.</summary>
    public async Task FreedAsync(int requests)
    {
        for (var i = 0; i < requests; i++)
            Assert.True(await _freed.WaitAsync(TimeSpan.FromSeconds(120)), "A request has not given back what it held.");
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        _freed.Dispose();
    }

    private sealed class StandingClock : TimeProvider
    {
        private long _ticks = new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc).Ticks;

        public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

        public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
    }
}
