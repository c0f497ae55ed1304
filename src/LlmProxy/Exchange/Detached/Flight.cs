using LlmProxy.Core.Errors;
using LlmProxy.Failover;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace LlmProxy.Exchange.Detached;

/// <summary>A run of a request's attempts that no client's connection carries: it has a context of its own, and a sink that several may read.</summary>
/// <remarks>
/// Whoever starts one either joins and then seals it, or cancels it; then nothing of it stays. It ends when its last reader leaves,
/// unless it was told to run on. Its tasks never fail: how it went is their result.
/// </remarks>
internal sealed class Flight
{
    private readonly TaskCompletionSource<FlightStart> _start = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FlightSink _sink;
    private readonly FlightLifetime _lifetime;
    private readonly bool _runsOn;
    private ITimer? _limit;

    public Flight(LlmExchange exchange, FlightSink sink, FlightResponse response, FlightLifetime lifetime, bool runsOn)
    {
        Exchange = exchange;
        Response = response;
        _sink = sink;
        _lifetime = lifetime;
        _runsOn = runsOn;
        response.Started = () => _start.TrySetResult(new FlightStart(this));
        sink.Abandoned = () =>
        {
            if (!_runsOn)
                _lifetime.Abort();
        };
    }

    /// <summary>The flight's own exchange; its <see cref="LlmExchange.Attempt"/> is the one whose answer is read.</summary>
    public LlmExchange Exchange { get; }

    /// <summary>Status and headers of the answer; final once <see cref="Start"/> has completed.</summary>
    public FlightResponse Response { get; }

    /// <summary>Completes with the head of the answer, or with why there is none. Never faulted.</summary>
    public Task<FlightStart> Start => _start.Task;

    /// <summary>Completes when nothing of the flight runs any more. Never faulted.</summary>
    public Task Ended { get; internal set; } = Task.CompletedTask;

    /// <summary>Bytes of its answer in memory.</summary>
    public long HeldBytes => _sink.HeldBytes;

    /// <summary>Begins to read the answer from its beginning; <c>null</c>: too late.</summary>
    public FlightReader? Join() => _sink.Join();

    /// <summary>Nobody joins from now on.</summary>
    public void Seal() => _sink.Seal();

    /// <summary>Ends the flight, whoever reads it. Safe at any time, and more than once.</summary>
    public void Cancel()
    {
        _lifetime.Abort();
        _sink.Seal();
    }

    /// <summary>Cancels the flight when its time is up; for one that no client's own limits end.</summary>
    internal void LimitTo(TimeSpan left, TimeProvider clock) =>
        _limit = clock.CreateTimer(static flight => ((Flight)flight!).Cancel(), this, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    /// <summary>Sets off.</summary>
    /// <param name="loop">Runs the attempts.</param>
    /// <param name="forward">YARP's pipeline.</param>
    /// <param name="ended">Called at the end.</param>
    internal void Begin(AttemptLoop loop, RequestDelegate forward, Action<Flight> ended) =>
        Ended = Task.Run(() => RunAsync(loop, forward, ended));

    private async Task RunAsync(AttemptLoop loop, RequestDelegate forward, Action<Flight> ended)
    {
        try
        {
            if (await loop.TryAsync(Exchange, Exchange.Attempt!, forward) is { } failure)
                Finish(new FlightStart(this) { Failure = failure }, new LlmException(failure.Error, failure.Cause));
            else
                await FinishAsync();
        }
        catch (Exception e)
        {
            Finish(new FlightStart(this) { Exception = e }, e);
        }

        try
        {
            await Response.NoteCompletedAsync();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What a stranger's callback throws concerns nobody any more, as in the server.
        }

        Exchange.Body?.Dispose();
        _limit?.Dispose();
        ended(this);
    }

    /// <summary>The attempts are over: with a whole answer, a broken one, or by cancellation.</summary>
    private async Task FinishAsync()
    {
        if (Broken() is { } broken)
        {
            Finish(new FlightStart(this) { Exception = broken }, broken);
            return;
        }

        // An answer without a body begins only here.
        await Response.CompleteAsync();
        _sink.End(null);
    }

    private void Finish(FlightStart start, Exception failure)
    {
        _start.TrySetResult(start);
        _sink.End(failure);
    }

    private Exception? Broken()
    {
        var error = Exchange.Context.Features.Get<IForwarderErrorFeature>();
        if (error is null)
            return null;
        for (var cause = error.Exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is LlmException typed)
                return typed;
        }

        return error.Exception is null or OperationCanceledException
            ? new OperationCanceledException("The flight was cancelled.")
            : new IOException("The provider broke the answer off.", error.Exception);
    }
}
