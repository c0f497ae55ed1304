using System.Text;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Protocols.OpenAi;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Exchange.Delivery.Guarded;
using LlmProxy.Exchange.Timing;
using LlmProxy.Failover.Settings;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Audit;
using LlmProxy.Guardrails.Output;
using LlmProxy.Guardrails.Settings;
using LlmProxy.Guardrails.Words;
using LlmProxy.Tests.Exchange.Timing;

namespace LlmProxy.Tests.Exchange.Delivery;

/// <summary>A guard that may hold text for a second, while the provider is silent.</summary>
public sealed class ReleaseTests : IDisposable
{
    private readonly TimerClock _clock = new();
    private readonly ProviderBody _provider = new();
    private readonly LlmExchange _exchange = Exchanges.Create();
    private readonly AttemptTimer _timer;
    private readonly GuardedExchange _guarded;
    private readonly DeliveryStream _stream;

    public ReleaseTests()
    {
        // What waits for the provider goes on inside Send, so that a test sees where it comes to.
        SynchronizationContext.SetSynchronizationContext(null);
        _timer = new AttemptTimer(new AttemptTimers(_clock), _clock);
        _exchange.Attempt!.Timer = _timer;
        _timer.Start(_exchange.Attempt.Timeouts, _clock.GetTimestamp(), isStream: true, default);
        var options = new GuardrailOptions { Words = ["project falcon"], Action = GuardAction.Redact, Release = TimeSpan.FromSeconds(1) };
        var definition = new GuardDefinition("deny", GuardTypes.Deny, "LlmProxy:Guardrails:deny", options, []);
        _guarded = new GuardedExchange(null, new RouteGuards([], [new WordsGuardFactory(GuardTypes.Deny, "DENIED").Create(definition)!]));
        var guard = new FrameGuard(AnswerProtocol.Chat, new OutputGuards(_guarded, _clock), 1_000);
        var pipe = Exchanges.Pipe(_exchange, new ChatStreamDecoder(), output => new GuardedFrames(guard, _exchange.Attempt!, output, hidesUsage: false, translation: null), _clock);
        _stream = new DeliveryStream(_provider, pipe, _exchange.Attempt!, _clock);
    }

    private GuardRun Run => Assert.Single(_guarded.Runs);

    public void Dispose()
    {
        _stream.Dispose();
        _timer.Dispose();
    }

    [Fact]
    public async Task SilentProvider_HeldText_GoesOutWhenItsTimeIsUp()
    {
        _provider.Send(Chunk("my project"));
        Assert.Equal(Chunk("my "), await ReadAsync());

        var read = ReadAsync();
        _clock.Advance(0.9);
        Assert.False(read.IsCompleted);
        _clock.Advance(0.2);
        Assert.Equal(Chunk("project"), await read);

        _provider.Send(Chunk(" falcon now"));
        Assert.Equal(Chunk(" now"), await ReadAsync());
        Assert.Equal((GuardOutcome.Released, 7L, 1), (Run.Outcome, Run.ReleasedCharacters, Run.Counts["DENIED"]));
        Assert.Equal("out:deny=released;DENIED=1;released=7;score=1;chars=21;at=DENIED:choices[0].assistant:3-17", GuardSummary.Of(_guarded.Runs));
    }

    [Fact]
    public async Task TextThatIsJudgedInTime_IsNeverReleased()
    {
        _provider.Send(Chunk("my project"));
        Assert.Equal(Chunk("my "), await ReadAsync());

        var read = ReadAsync();
        _clock.Advance(0.9);
        _provider.Send(Chunk(" falcon now "));

        Assert.Equal(Chunk("[REDACTED_DENIED] now "), await read);
        read = ReadAsync();
        _clock.Advance(10);
        Assert.False(read.IsCompleted);
        Assert.Equal((GuardOutcome.Redacted, 0L), (Run.Outcome, Run.ReleasedCharacters));
    }

    [Fact]
    public async Task KeepAlive_WhileTextIsHeld_ComesAtItsOwnTimes()
    {
        _stream.Commit(new KeepAliveOptions { Interval = TimeSpan.FromSeconds(0.6) });
        _provider.Send(Chunk("my project"));
        Assert.Equal(Chunk("my "), await ReadAsync());

        var read = ReadAsync();
        _clock.Advance(0.65);
        Assert.Equal(": keep-alive\n\n", await read);
        read = ReadAsync();
        _clock.Advance(0.4);
        Assert.Equal(Chunk("project"), await read);
        read = ReadAsync();
        _clock.Advance(0.1);
        Assert.False(read.IsCompleted);
        _clock.Advance(0.2);
        Assert.Equal(": keep-alive\n\n", await read);
    }

    // The alarm that was set for what was held has nothing to tell any more.
    [Fact]
    public async Task AlarmForWhatIsJudgedByNow_TellsNothing()
    {
        _stream.Commit(new KeepAliveOptions { Interval = TimeSpan.FromSeconds(5) });
        _provider.Send(Chunk("my project"));
        Assert.Equal(Chunk("my "), await ReadAsync());
        var read = ReadAsync();
        _provider.Send(Chunk(" plan "));
        Assert.Equal(Chunk("project plan "), await read);

        read = ReadAsync();
        _clock.Advance(2);
        Assert.False(read.IsCompleted);
        _provider.Send(Chunk("b "));
        Assert.Equal(Chunk("b "), await read);
        Assert.Equal(0, Run.ReleasedCharacters);
    }

    [Fact]
    public async Task SlowClient_GetsWhatIsDueWithTheNextRead()
    {
        _provider.Send(Chunk("my project"));
        Assert.Equal(Chunk("my "), await ReadAsync());
        _clock.Advance(3);

        Assert.Equal(Chunk("project"), await ReadAsync());
    }

    private static string Chunk(string text) => $"data: {{\"id\":\"c1\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n";

    private async Task<string> ReadAsync()
    {
        // As YARP does.
        Assert.Equal(0, await _stream.ReadAsync(Memory<byte>.Empty));
        var buffer = new byte[65536];
        return Encoding.UTF8.GetString(buffer, 0, await _stream.ReadAsync(buffer));
    }
}
