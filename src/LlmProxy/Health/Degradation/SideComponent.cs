using Polly;
using Polly.CircuitBreaker;

namespace LlmProxy.Health.Degradation;

/// <summary>A part that a request can do without: what breaks in it is recorded, and never becomes a failed request.</summary>
/// <remarks>Safe for use by many requests at once. While the component works, none of the calls allocates.</remarks>
public sealed class SideComponent
{
    private readonly Degradations _owner;
    private readonly SideComponentSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ResiliencePipeline _pipeline;
    private readonly Lock _changing = new();
    private volatile DegradationRecord? _current;
    private long _lastFailure;

    internal SideComponent(Degradations owner, SideComponentRegistration registration, TimeProvider clock)
    {
        _owner = owner;
        _settings = registration.Settings;
        _clock = clock;
        Name = registration.Name;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = _settings.MinCalls,
                SamplingDuration = _settings.Window,
                BreakDuration = _settings.Pause,
            })
            .AddTimeout(_settings.Timeout)
            .Build();
    }

    /// <summary>Its name, from a closed set.</summary>
    public string Name { get; }

    /// <summary>What is wrong with it; <c>null</c> while it works.</summary>
    public DegradationRecord? Current => _current;

    /// <summary>It has failed.</summary>
    /// <param name="failure">Only its type is kept.</param>
    public void Report(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        Report(failure.GetType().Name);
    }

    /// <summary>It has failed.</summary>
    /// <param name="reason">How, from a closed set.</param>
    public void Report(string reason)
    {
        _owner.Count(this);
        Volatile.Write(ref _lastFailure, _clock.GetTimestamp());
        lock (_changing)
        {
            if (_current is { } known)
            {
                if (known.Reason != reason)
                    _current = known with { Reason = reason };
                return;
            }

            _current = new(_clock.GetUtcNow(), reason);
        }

        _owner.Changed(this, reason);
    }

    /// <summary>It has worked. It counts as recovered once it has not failed for <see cref="SideComponentSettings.Quiet"/>.</summary>
    public void Succeeded()
    {
        if (_current is not null && _clock.GetElapsedTime(Volatile.Read(ref _lastFailure)) >= _settings.Quiet)
            Recovered();
    }

    /// <summary>It works again, for certain.</summary>
    public void Recovered()
    {
        lock (_changing)
        {
            if (_current is null)
                return;
            _current = null;
        }

        _owner.Changed(this, null);
    }

    /// <summary>Runs a part of it that does not wait for anything.</summary>
    /// <returns>Whether it went well; if not, that is recorded.</returns>
    public bool TryRun<TState>(Action<TState> action, TState state)
    {
        ArgumentNullException.ThrowIfNull(action);
        try
        {
            action(state);
        }
        catch (Exception e)
        {
            Report(e);
            return false;
        }

        Succeeded();
        return true;
    }

    /// <summary>
    /// Runs a part of it that may wait, for at most <see cref="SideComponentSettings.Timeout"/>. A component that keeps failing
    /// is not called at all for a while; then one call probes it.
    /// </summary>
    /// <param name="action">What to run; it must heed its token, by which the time-out reaches it.</param>
    /// <param name="state">Given to <paramref name="action"/>.</param>
    /// <param name="cancellationToken">Whoever asked has left; that is no failure of the component.</param>
    /// <returns>Whether it was run, and went well.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async ValueTask<bool> TryRunAsync<TState>(
        Func<TState, CancellationToken, ValueTask> action, TState state, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            var outcome = await _pipeline.ExecuteOutcomeAsync(
                static async (context, call) =>
                {
                    try
                    {
                        await call.Action(call.State, context.CancellationToken);
                        return Outcome.FromResult(true);
                    }
                    catch (Exception e)
                    {
                        return Outcome.FromException<bool>(e);
                    }
                },
                context,
                (Action: action, State: state));
            if (outcome.Exception is not { } failure)
            {
                Succeeded();
                return true;
            }

            cancellationToken.ThrowIfCancellationRequested();
            // With the circuit open nothing was tried, so nothing has failed anew.
            if (failure is not BrokenCircuitException)
                Report(failure);
            return false;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
