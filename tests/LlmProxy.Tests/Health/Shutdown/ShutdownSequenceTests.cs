using LlmProxy.Configuration;
using LlmProxy.Health.Shutdown;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LlmProxy.Tests.Health.Shutdown;

public sealed class ShutdownSequenceTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly ShutdownState _state = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly IOptions<HostOptions> _host = Options.Create(new HostOptions());
    private readonly LlmConfigState _configuration = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task StopApplication_AtOnce_IsStoppingButNotCut()
    {
        using var sequence = await StartAsync(delay: 5, drain: 30);

        _lifetime.StopApplication();

        Assert.True(_state.IsStopping);
        Assert.False(_state.DrainOver.IsCancellationRequested);
    }

    [Fact]
    public async Task StoppingAsync_WithDelay_HoldsTheHostBackForIt()
    {
        using var sequence = await StartAsync(delay: 5, drain: 30);

        var stopping = sequence.StoppingAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(stopping.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await stopping;
        Assert.False(_state.DrainOver.IsCancellationRequested);
    }

    [Fact]
    public async Task StoppingAsync_DrainIsOver_CutsWhatIsOpen()
    {
        using var sequence = await StartAsync(delay: 0, drain: 30);

        await sequence.StoppingAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(_state.DrainOver.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(_state.DrainOver.IsCancellationRequested);
    }

    [Fact]
    public async Task StartedAsync_AnyDrain_GivesTheHostMoreThanThat()
    {
        using var sequence = await StartAsync(delay: 5, drain: 60);

        Assert.Equal(TimeSpan.FromSeconds(5 + 60 + 10), _host.Value.ShutdownTimeout);
    }

    [Fact]
    public async Task StopApplication_ConfigurationReadAnew_TakesTheNewDrain()
    {
        using var sequence = await StartAsync(delay: 5, drain: 60);

        _configuration.Current = Configuration(delay: 1, drain: 2);
        _lifetime.StopApplication();

        Assert.Equal(TimeSpan.FromSeconds(1 + 2 + 10), _host.Value.ShutdownTimeout);
    }

    private static LlmConfigModel Configuration(int delay, int drain) => new()
    {
        Proxy = new() { Shutdown = new() { Delay = TimeSpan.FromSeconds(delay), Drain = TimeSpan.FromSeconds(drain) } },
    };

    private async Task<ShutdownSequence> StartAsync(int delay, int drain)
    {
        _configuration.Current = Configuration(delay, drain);
        var sequence = new ShutdownSequence(_state, _configuration, _host, _lifetime, _clock, NullLogger<ShutdownSequence>.Instance);
        await sequence.StartingAsync(CancellationToken.None);
        await sequence.StartedAsync(CancellationToken.None);
        return sequence;
    }
}
