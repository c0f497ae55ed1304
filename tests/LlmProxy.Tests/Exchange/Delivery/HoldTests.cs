using System.Text;
using LlmProxy.Core.Protocols.OpenAi;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Exchange.Timing;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.Settings;
using LlmProxy.Routing;
using LlmProxy.Tests.Exchange.Timing;

namespace LlmProxy.Tests.Exchange.Delivery;

/// <summary>What an answer must show before any of it goes to the client.</summary>
public sealed class HoldTests : IDisposable
{
    private const string Role = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";
    private const string Chunk = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word\"}}]}\n\n";
    private const string Finish = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private const string Done = "data: [DONE]\n\n";
    private const string Error = "data: {\"error\":{\"message\":\"boom\",\"code\":\"server_error\"}}\n\n";

    private readonly TimerClock _clock = new();
    private readonly ProviderBody _provider = new();
    private readonly LlmExchange _exchange = Exchanges.Create();
    private readonly AttemptTimer _timer;
    private DeliveryStream? _stream;

    public HoldTests()
    {
        _timer = new AttemptTimer(new AttemptTimers(_clock), _clock);
        _exchange.Attempt!.Timer = _timer;
        _timer.Start(_exchange.Attempt.Timeouts, _clock.GetTimestamp(), isStream: true, default);
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _timer.Dispose();
    }

    [Theory]
    [InlineData(Role, false)]
    [InlineData(": ping\n\n", false)]
    [InlineData("data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":1}}\n\n", false)]
    [InlineData("data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{}}]}\n\n", false)]
    [InlineData(Chunk, true)]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"hm\"}}]}\n\n", true)]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}}]}\n\n", true)]
    [InlineData(Finish + Done, true)]
    public async Task HoldAsync_Frame_ProvesTheAnswerOrNot(string frame, bool proves)
    {
        var hold = Events().HoldAsync(new GateOptions(), null).AsTask();
        _provider.Send(frame);

        if (!proves)
        {
            Assert.False(hold.IsCompleted);
            _provider.Send(Chunk);
        }

        Assert.Null(await hold);
    }

    [Theory]
    [InlineData(Role + Error, FailureKind.ErrorInAnswer)]
    [InlineData(Chunk + Error, FailureKind.ErrorInAnswer)]
    [InlineData("data: {oops\n\n", FailureKind.Malformed)]
    [InlineData(Role, FailureKind.Truncated)]
    [InlineData("data: {\"id", FailureKind.Truncated)]
    [InlineData("", FailureKind.EmptyAnswer)]
    public async Task HoldAsync_StreamThatFails_IsTold(string body, FailureKind expected)
    {
        if (body.Length > 0)
            _provider.Send(body);
        _provider.End();

        Assert.Equal(expected, await Events().HoldAsync(new GateOptions(), null));
    }

    [Fact]
    public async Task HoldAsync_BrokenConnection_IsTruncated()
    {
        _provider.Send(Role);
        _provider.End(new IOException("reset"));

        Assert.Equal(FailureKind.Truncated, await Events().HoldAsync(new GateOptions(), null));
    }

    [Fact]
    public async Task ReadAsync_AfterTheHold_GivesWhatWasHeldAndTheRest()
    {
        var stream = Events();
        _provider.Send(Role);
        _provider.Send(Chunk);
        Assert.Null(await stream.HoldAsync(new GateOptions(), null));
        stream.Commit(new KeepAliveOptions());
        _provider.Send(Chunk + Finish + Done);
        _provider.End();

        Assert.Equal(Role + Chunk + Chunk + Finish + Done, await ReadToEndAsync(stream));
    }

    [Fact]
    public async Task HoldAsync_MaxHoldPassed_CommitsAndLosesNothing()
    {
        var stream = Events();
        _provider.Send(Role);
        var hold = stream.HoldAsync(new GateOptions { MaxHold = TimeSpan.FromSeconds(2) }, null).AsTask();
        _clock.Advance(1.9);
        Assert.False(hold.IsCompleted);
        _clock.Advance(0.2);

        Assert.Null(await hold);
        _provider.Send(Chunk + Finish + Done);
        _provider.End();
        Assert.Equal(Role + Chunk + Finish + Done, await ReadToEndAsync(stream));
    }

    [Fact]
    public async Task HoldAsync_BeforeTheFirstByte_DoesNotRunOut()
    {
        var hold = Events().HoldAsync(new GateOptions { MaxHold = TimeSpan.FromSeconds(2) }, null).AsTask();
        _clock.Advance(20);
        Assert.False(hold.IsCompleted);
        _provider.Send(Chunk);

        Assert.Null(await hold);
    }

    [Fact]
    public async Task HoldAsync_MaxBytesReached_Commits()
    {
        for (var i = 0; i < 40; i++)
            _provider.Send(Role);

        Assert.Null(await Events().HoldAsync(new GateOptions { MaxBytes = 1024 }, null));
    }

    [Fact]
    public async Task HoldAsync_FirstByteLimitPassed_IsThatFailure()
    {
        var hold = Events().HoldAsync(new GateOptions(), null).AsTask();
        _clock.Advance(31);

        Assert.Equal(FailureKind.FirstByteTimeout, await hold);
    }

    [Fact]
    public async Task HoldAsync_SilentAfterTheRole_IsIdle()
    {
        var hold = Events().HoldAsync(new GateOptions { MaxHold = TimeSpan.FromMinutes(10) }, null).AsTask();
        _provider.Send(Role);
        _clock.Advance(31);

        Assert.Equal(FailureKind.IdleTimeout, await hold);
    }

    [Theory]
    [InlineData(0.4, null)]
    [InlineData(0.6, FailureKind.TooSlow)]
    public async Task HoldAsync_MinSpeed_JudgesTheFirstEvents(double between, FailureKind? expected)
    {
        // Three events, two steps, at two events a second: a second in all.
        var hold = Events().HoldAsync(new GateOptions { MinSpeed = 2, SpeedEvents = 3 }, null).AsTask();
        for (var i = 0; i < 3 && !hold.IsCompleted; i++)
        {
            _provider.Send(Chunk);
            if (!hold.IsCompleted)
                _clock.Advance(between);
        }

        Assert.Equal(expected, await hold);
    }

    [Fact]
    public async Task HoldAsync_MinSpeedAndAShortAnswer_Commits()
    {
        _provider.Send(Chunk + Finish + Done);
        _provider.End();

        Assert.Null(await Events().HoldAsync(new GateOptions { MinSpeed = 2 }, null));
    }

    [Theory]
    [InlineData("""{"id":"c1","choices":[]}""", null)]
    [InlineData("""{"error":{"message":"boom","code":"rate_limit_exceeded"}}""", FailureKind.ErrorInAnswer)]
    [InlineData("""{"error":null,"choices":[]}""", null)]
    [InlineData("""{"id":"c1","cho""", FailureKind.Truncated)]
    [InlineData("<html>", FailureKind.Malformed)]
    [InlineData("", FailureKind.EmptyAnswer)]
    public async Task HoldAsync_WholeJson_IsJudgedWhenItIsComplete(string body, FailureKind? expected)
    {
        _exchange.Context.Request.Method = "POST";
        if (body.Length > 0)
            _provider.Send(body);
        _provider.End();

        Assert.Equal(expected, await Json().HoldAsync(new GateOptions(), null));
    }

    [Fact]
    public async Task HoldAsync_JsonOfKnownLength_NeedsOneRead()
    {
        const string body = """{"id":"c1","choices":[],"usage":{"prompt_tokens":3}}""";
        _provider.Send(body);
        var stream = Json();

        Assert.Null(await stream.HoldAsync(new GateOptions(), body.Length));

        Assert.Equal(body, await ReadToEndAsync(stream));
        Assert.Equal(1, _provider.Reads);
        Assert.Equal(3, _exchange.Usage.InputTokens);
    }

    [Fact]
    public async Task HoldAsync_JsonLargerThanTheHold_CommitsWithoutJudgment()
    {
        _exchange.Context.Request.Method = "POST";
        var body = $$"""{"text":"{{new string('x', 3000)}}","error":{"code":"x"} }""";
        _provider.Send(body);
        _provider.End();
        var stream = Json();

        Assert.Null(await stream.HoldAsync(new GateOptions { MaxBytes = 1024 }, body.Length));
        Assert.Equal(body, await ReadToEndAsync(stream));
    }

    [Fact]
    public async Task KeepAlive_SilentProvider_GetsCommentsBetweenFramesFromOneRead()
    {
        var stream = Events();
        _provider.Send(Chunk);
        Assert.Null(await stream.HoldAsync(new GateOptions(), null));
        stream.Commit(new KeepAliveOptions { Interval = TimeSpan.FromSeconds(2) });
        Assert.Equal(Chunk, await ReadAsync(stream));
        var before = _provider.Reads;

        for (var i = 0; i < 3; i++)
        {
            var read = ReadAsync(stream);
            _clock.Advance(2.1);
            Assert.Equal(": keep-alive\n\n", await read);
        }

        var last = ReadAsync(stream);
        _provider.Send(Chunk);
        Assert.Equal(Chunk, await last);
        // One of nothing, and one with a buffer.
        Assert.Equal(before + 2, _provider.Reads);
    }

    [Fact]
    public async Task KeepAlive_InsideAFrame_Waits()
    {
        var stream = Events();
        _provider.Send(Chunk + "data: {\"id\"");
        Assert.Null(await stream.HoldAsync(new GateOptions(), null));
        stream.Commit(new KeepAliveOptions { Interval = TimeSpan.FromSeconds(2) });
        await ReadAsync(stream);

        var read = ReadAsync(stream);
        _clock.Advance(5);
        Assert.False(read.IsCompleted);
        _provider.Send(":1}\n\n");
        Assert.Equal(":1}\n\n", await read);
    }

    [Fact]
    public async Task KeepAlive_ProviderSilentForTooLong_EndsInTheTypedFrame()
    {
        var stream = Events();
        _provider.Send(Chunk);
        Assert.Null(await stream.HoldAsync(new GateOptions(), null));
        stream.Commit(new KeepAliveOptions { Interval = TimeSpan.FromSeconds(20) });
        Assert.Equal(Chunk, await ReadAsync(stream));
        var read = ReadAsync(stream);
        _clock.Advance(21);
        Assert.Equal(": keep-alive\n\n", await read);

        read = ReadAsync(stream);
        _clock.Advance(10);

        Assert.Contains("\"idle_timeout\"", await read, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeepAlive_RewrittenStream_GetsComments()
    {
        var stream = Events(hidesUsage: true);
        _provider.Send(Chunk + "data: {\"id\"");
        Assert.Null(await stream.HoldAsync(new GateOptions(), null));
        stream.Commit(new KeepAliveOptions { Interval = TimeSpan.FromSeconds(2) });
        Assert.Equal(Chunk, await ReadAsync(stream));

        // Half a frame of the provider's stands in the reader, and none of it has gone out.
        var read = ReadAsync(stream);
        _clock.Advance(2.1);
        Assert.Equal(": keep-alive\n\n", await read);
    }

    private DeliveryStream Events(bool hidesUsage = false)
    {
        // What waits for the provider goes on inside Send, so that a test sees where it comes to.
        SynchronizationContext.SetSynchronizationContext(null);
        var pipe = Exchanges.Pipe(_exchange, new ChatStreamDecoder(), output => new UntouchedFrames(output, hidesUsage), _clock);
        return _stream = new DeliveryStream(_provider, pipe, _exchange.Attempt!, _clock);
    }

    [Fact]
    public async Task Read_WholeJsonWhoseEndIsNotReadYet_IsKnownByThen()
    {
        var stream = Json();
        _provider.Send("""{"id":"c1","model":"m","usage":{"prompt_tokens":7,"completion_tokens":3}}""");

        await ReadAsync(stream);

        // A client that leaves here has all of it.
        Assert.Equal(("c1", "m", 7, 3), (_exchange.Answer.Id, _exchange.Answer.Model, _exchange.Usage.InputTokens, _exchange.Usage.OutputTokens));
    }

    private DeliveryStream Json() =>
        _stream = new DeliveryStream(_provider, new JsonPipe(_exchange.Attempt!, new StoredObjects(() => 100)), _exchange.Attempt!, _clock);

    private static async Task<string> ReadAsync(DeliveryStream stream)
    {
        // As YARP does.
        Assert.Equal(0, await stream.ReadAsync(Memory<byte>.Empty));
        var buffer = new byte[65536];
        return Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer));
    }

    private static async Task<string> ReadToEndAsync(DeliveryStream stream)
    {
        var text = new StringBuilder();
        while (await ReadAsync(stream) is { Length: > 0 } read)
            text.Append(read);
        return text.ToString();
    }
}
