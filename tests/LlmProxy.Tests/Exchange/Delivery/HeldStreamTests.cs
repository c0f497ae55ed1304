using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Core.Protocols.OpenAi;
using LlmProxy.Core.Requests;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Exchange.Detached;
using LlmProxy.Exchange.Timing;
using LlmProxy.Metering.Ledger.Settings;
using LlmProxy.Routing;
using LlmProxy.Storage;
using LlmProxy.Telemetry;
using LlmProxy.Tests.Exchange.Timing;
using LlmProxy.Tests.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Tests.Exchange.Delivery;

/// <summary>What a client of a strict ledger has seen when its record is on disk, and before.</summary>
public sealed class HeldStreamTests : IDisposable
{
    private const string Chunk = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word\"}}]}\n\n";
    private const string Finish = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private const string Usage = "data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\n";
    private const string Done = "data: [DONE]\n\n";

    private readonly TimerClock _clock = new();
    private readonly ProviderBody _provider = new();
    private readonly ScriptedBooks _books = new();
    private readonly LogCollector _log = new();
    private readonly ResponseFeature _response = new();
    private LlmExchange? _exchange;
    private AttemptTimer? _timer;
    private Stream? _stream;

    public void Dispose()
    {
        _stream?.Dispose();
        _timer?.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Read_Events_PassAtOnceUntilTheFinish()
    {
        var stream = Events();
        _provider.Send(Chunk);
        Assert.Equal(Chunk, await ReadAsync(stream));
        var end = ReadAsync(stream);
        _provider.Send(Chunk + Finish);
        _provider.Send(Usage);
        Assert.False(_books.Called.IsCompleted);
        _provider.Send(Done);
        _provider.End();
        await _books.Called;

        Assert.False(end.IsCompleted);
        // What comes after the finish is in the record.
        Assert.Equal((7, 3), (_books.Usage.InputTokens, _books.Usage.OutputTokens));
        _books.Written.SetResult();
        Assert.Equal(Chunk + Finish + Usage + Done, await end);
        Assert.Equal("", await ReadAsync(stream));
        Assert.Equal(1, _books.Calls);
        Assert.Equal(RequestOutcome.Completed, _exchange!.Outcome);
    }

    [Fact]
    public async Task Read_TwoChoices_AreHeldFromTheLastFinishOn()
    {
        var stream = Events(choices: 2);
        _provider.Send(Chunk + Finish);
        Assert.Equal(Chunk + Finish, await ReadAsync(stream));
        // More of the other choice: it costs money too.
        _provider.Send(Second(Chunk));
        Assert.Equal(Second(Chunk), await ReadAsync(stream));
        var end = ReadAsync(stream);
        _provider.Send(Second(Finish));
        Assert.False(_books.Called.IsCompleted);
        _provider.Send(Usage + Done);
        _provider.End();
        await _books.Called;

        Assert.False(end.IsCompleted);
        Assert.Equal((7, 3), (_books.Usage.InputTokens, _books.Usage.OutputTokens));
        _books.Written.SetResult();
        Assert.Equal(Second(Finish) + Usage + Done, await end);
        Assert.Equal("", await ReadAsync(stream));
        Assert.Equal(1, _books.Calls);
    }

    [Fact]
    public async Task Read_FewerChoicesThanAsked_IsHeldFromTheEndOn()
    {
        var stream = Events(choices: 2);
        _provider.Send(Chunk + Finish);
        Assert.Equal(Chunk + Finish, await ReadAsync(stream));
        var end = ReadAsync(stream);
        _provider.Send(Done);
        _provider.End();
        await _books.Called;
        Assert.False(end.IsCompleted);
        _books.Written.SetResult();
        Assert.Equal(Done, await end);
    }

    [Fact]
    public async Task Read_EventsCutAnywhere_NeverShowTheFinishBeforeTheRecord()
    {
        const string Whole = Chunk + Finish + Usage + Done;
        var stream = Events();
        var seen = new StringBuilder();
        var reading = Task.Run(async () =>
        {
            while (await ReadAsync(stream) is { Length: > 0 } read)
                seen.Append(read);
        });
        foreach (var letter in Whole)
            _provider.Send(letter.ToString());
        _provider.End();
        await _books.Called;

        Assert.True(seen.Length < (Chunk + Finish).Length, "The finish is out before its record is on disk.");
        _books.Written.SetResult();
        await reading;
        Assert.Equal(Whole, seen.ToString());
    }

    [Fact]
    public async Task Read_NothingAfterTheFinish_IsBookedWhenTheTimeIsOver()
    {
        var stream = Events();
        _provider.Send(Chunk);
        await ReadAsync(stream);
        var end = ReadAsync(stream);
        _provider.Send(Finish);
        _clock.Advance(1.9);
        Assert.False(_books.Called.IsCompleted);
        _clock.Advance(0.2);
        await _books.Called;
        _books.Written.SetResult();
        Assert.Equal(Finish, await end);

        // The wait that was left standing loses nothing.
        var rest = ReadAsync(stream);
        _provider.Send(Done);
        _provider.End();
        Assert.Equal(Done, await rest);
        Assert.Equal("", await ReadAsync(stream));
        Assert.Equal(1, _books.Calls);
    }

    [Fact]
    public async Task Read_Json_IsOneReadLateAndItsLastWaits()
    {
        var stream = Json();
        _provider.Send("{\"id\":\"c1\",");
        var first = ReadAsync(stream);
        Assert.False(first.IsCompleted);
        _provider.Send("\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}");
        Assert.Equal("{\"id\":\"c1\",", await first);
        var last = ReadAsync(stream);
        _provider.End();
        await _books.Called;
        Assert.False(last.IsCompleted);
        Assert.Equal(7, _books.Usage.InputTokens);
        _books.Written.SetResult();
        Assert.Equal("\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}", await last);
        Assert.Equal("", await ReadAsync(stream));
    }

    [Fact]
    public async Task Read_NothingIsOutAndTheStoreFails_LeavesItToAStatus()
    {
        var stream = Json();
        _provider.Send("{}");
        _provider.End();
        _books.Written.SetException(new StorageException("disk_full", "No space."));
        Assert.Equal("", await ReadAsync(stream));
        Assert.Equal((503, "ledger_unavailable"), (_exchange!.Attempt!.Refusal!.Status, _exchange.Attempt.Refusal.Code));
        Assert.Equal(RequestOutcome.Faulted, _exchange.Outcome);
        Assert.False(_exchange.Answer.IsBroken, "The provider is not at fault.");
        Assert.Single(_log.Entries, entry => entry.Id.Id == 443);
    }

    [Fact]
    public async Task Read_EventsAreOutAndTheStoreFails_EndsInAnErrorAndTheConnectionGoes()
    {
        var stream = Events();
        _provider.Send(Chunk + "data: {\"id\"");
        Assert.Equal(Chunk + "data: {\"id\"", await ReadAsync(stream));
        _response.HasStarted = true;
        var end = ReadAsync(stream);
        _provider.Send(Finish["data: {\"id\"".Length..] + Done);
        _provider.End();
        await _books.Called;
        _books.Written.SetException(new StorageException("disk_full", "No space."));

        // The frame that was cut must not swallow the error.
        var told = await end;
        Assert.StartsWith("\n\ndata: {\"error\":{", told, StringComparison.Ordinal);
        Assert.Contains("ledger_unavailable", told, StringComparison.Ordinal);
        Assert.DoesNotContain("finish_reason", told, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", told, StringComparison.Ordinal);
        var after = ReadAsync(stream);
        _clock.Advance(0.05);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => after);
        Assert.True(_response.IsAborted);
    }

    [Fact]
    public async Task Read_StoreTakesTooLong_IsRefused()
    {
        var stream = Json();
        _provider.Send("{}");
        _provider.End();
        var end = ReadAsync(stream);
        await _books.Called;
        _clock.Advance(4.9);
        Assert.False(end.IsCompleted);
        _clock.Advance(0.2);
        Assert.Equal("", await end);
        Assert.NotNull(_exchange!.Attempt!.Refusal);
    }

    [Fact]
    public async Task Read_StoreFailsButAnswersAreReleased_GoesOn()
    {
        var stream = Json(new() { Durability = LedgerDurability.Strict, OnStoreFailure = StoreFailureAction.Release });
        _provider.Send("{}");
        _provider.End();
        _books.Written.SetException(new StorageException("disk_full", "No space."));
        Assert.Equal("{}", await ReadAsync(stream));
        Assert.Equal("", await ReadAsync(stream));
        Assert.Null(_exchange!.Attempt!.Refusal);
        Assert.Single(_log.Entries, entry => entry.Id.Id == 444);
    }

    [Fact]
    public async Task Read_ClientLeavesInTheHold_IsBookedAllTheSame()
    {
        using var client = new CancellationTokenSource();
        var stream = Json();
        _provider.Send("{}");
        _provider.End();
        var end = ReadAsync(stream, client.Token);
        await _books.Called;
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => end);
        Assert.Null(_exchange!.Attempt!.Refusal);
    }

    [Fact]
    public async Task Read_ProviderBreaksAfterTheFinish_IsBookedBeforeTheClientSeesIt()
    {
        var stream = Events();
        _provider.Send(Chunk);
        await ReadAsync(stream);
        var end = ReadAsync(stream);
        _provider.Send(Finish);
        _provider.End(new IOException("Reset."));
        await _books.Called;
        Assert.False(end.IsCompleted);
        _books.Written.SetResult();
        var told = await end;
        Assert.StartsWith(Finish, told, StringComparison.Ordinal);
        Assert.Contains("upstream_closed", told, StringComparison.Ordinal);
        Assert.Equal(RequestOutcome.Broken, _exchange!.Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_HedgeLoserIsWindingUp_IsBookedAfterItOrASecondLater(bool takesTooLong)
    {
        var stream = Events();
        var windUp = new TaskCompletionSource();
        var sink = new FlightSink(1024, new BufferBudget(() => 1024), _clock);
        using var source = new CancellationTokenSource();
        _exchange!.Lost = new Flight(_exchange, sink, new FlightResponse(sink), new FlightLifetime(source), runsOn: false) { Ended = windUp.Task };
        _provider.Send(Chunk + Finish + Usage + Done);
        _provider.End();
        // Runs on this thread until it waits for the loser.
        var end = ReadAsync(stream);
        Assert.Equal(0, _books.Calls);
        if (takesTooLong)
            _clock.Advance(1.1);
        else
            windUp.SetResult();
        await _books.Called;
        _books.Written.SetResult();
        Assert.Equal(Chunk + Finish + Usage + Done, await end);
        Assert.Equal(1, _books.Calls);
    }

    [Theory]
    [InlineData("/v1/models", LedgerDurability.Strict)]
    [InlineData("/v1/chat/completions", LedgerDurability.Batched)]
    public void Hold_CostsNothingOrNotStrict_IsTheStreamItself(string path, LedgerDurability durability)
    {
        Create(path, new() { Durability = durability });
        using var answer = new MemoryStream();
        Assert.Same(answer, Books().Hold(_exchange!.Attempt!, answer, isEventStream: false));
    }

    [Theory]
    [InlineData("POST", "/v1/batches", true)]
    [InlineData("POST", "/v1/messages/batches", true)]
    [InlineData("POST", "/v1/rerank", true)]
    [InlineData("POST", "/v1/images/generations", true)]
    [InlineData("GET", "/v1/rerank", false)]
    [InlineData("GET", "/v1/batches", false)]
    [InlineData("DELETE", "/v1/responses/resp_1", false)]
    [InlineData("POST", "/v1/messages/count_tokens", false)]
    public void Holds_WhatMayCostMoney_AndNothingElse(string method, string path, bool isHeld)
    {
        Create(path, new() { Durability = LedgerDurability.Strict });
        _exchange!.Context.Request.Method = method;

        Assert.Equal(isHeld, Books().Holds(_exchange));
    }

    private static string Second(string frame) => frame.Replace("\"index\":0", "\"index\":1", StringComparison.Ordinal);

    private Stream Events(int choices = 1)
    {
        Create("/v1/chat/completions", new() { Durability = LedgerDurability.Strict });
        _exchange!.Request = new LlmRequest { Body = default, Choices = choices };
        var pipe = Exchanges.Pipe(_exchange!, new ChatStreamDecoder(), output => new UntouchedFrames(output, hidesUsage: false), _clock);
        return Hold(new DeliveryStream(_provider, pipe, _exchange!.Attempt!, _clock), isEventStream: true);
    }

    private Stream Json(LedgerOptions? options = null)
    {
        Create("/v1/chat/completions", options ?? new() { Durability = LedgerDurability.Strict });
        var pipe = new JsonPipe(_exchange!.Attempt!, new StoredObjects(() => 100));
        return Hold(new DeliveryStream(_provider, pipe, _exchange.Attempt!, _clock), isEventStream: false);
    }

    private void Create(string path, LedgerOptions options)
    {
        // What waits for the provider goes on inside Send.
        SynchronizationContext.SetSynchronizationContext(null);
        _exchange = Exchanges.Create(path, new LlmProxyModel { Ledger = options });
        var context = _exchange.Context;
        context.Request.Method = "POST";
        context.Features.Set(_exchange);
        context.Features.Set<IHttpResponseFeature>(_response);
        context.Features.Set<IHttpRequestLifetimeFeature>(_response);
        _timer = new AttemptTimer(new AttemptTimers(_clock), _clock);
        _exchange.Attempt!.Timer = _timer;
        _timer.Start(_exchange.Attempt.Timeouts, _clock.GetTimestamp(), isStream: true, default);
    }

    private Stream Hold(DeliveryStream answer, bool isEventStream)
    {
        _stream = Books().Hold(_exchange!.Attempt!, answer, isEventStream);
        Assert.IsType<HeldStream>(_stream);
        return _stream;
    }

    private StrictBooks Books() => new([_books], _clock, new Logger<StrictBooks>(_log));

    private static async Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        // As YARP does.
        Assert.Equal(0, await stream.ReadAsync(Memory<byte>.Empty, cancellationToken));
        var buffer = new byte[65536];
        return Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, cancellationToken));
    }

    private sealed class ResponseFeature : IHttpResponseFeature, IHttpRequestLifetimeFeature
    {
        public bool HasStarted { get; set; }

        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public int StatusCode { get; set; } = 200;

        public string? ReasonPhrase { get; set; }

        public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

        public Stream Body { get; set; } = Stream.Null;

        public void Abort() => IsAborted = true;

        public void OnStarting(Func<object, Task> callback, object state)
        {
        }

        public void OnCompleted(Func<object, Task> callback, object state)
        {
        }
    }
}
