using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;
using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails.External;

/// <summary>A guard that asks somebody outside, in bounded time and not too often at once.</summary>
/// <remarks>Time-out, circuit and bound are the guard's own, and begin anew with each reload of the configuration.</remarks>
internal abstract class ExternalGuard : JudgingGuard
{
    /// <summary>The settings that all of these have.</summary>
    internal static readonly string[] CommonSettings = [nameof(GuardrailOptions.Timeout), nameof(GuardrailOptions.MaxConcurrency)];

    private readonly Lazy<GuardOutside> _outside;
    private readonly TimeSpan _timeout;
    private readonly int _most;
    private readonly GuardCircuit _circuit = new();
    private int _running;

    [SetsRequiredMembers]
    protected ExternalGuard(GuardDefinition definition, TextKind kinds, Lazy<GuardOutside> outside)
        : base(definition, GuardAction.Block, kinds)
    {
        _outside = outside;
        _timeout = definition.Options.Timeout;
        _most = definition.Options.MaxConcurrency;
    }

    /// <inheritdoc/>
    /// <exception cref="GuardUnavailableException">There is no judgement.</exception>
    public sealed override async ValueTask<GuardVerdict> JudgeAsync(GuardSubject subject, CancellationToken cancellation)
    {
        var outside = _outside.Value;
        // Nobody waits for a place: that would be a queue, which grows while the judge is slow.
        if (Interlocked.Increment(ref _running) > _most)
        {
            Interlocked.Decrement(ref _running);
            throw new GuardUnavailableException(GuardFailure.Busy);
        }

        try
        {
            if (!_circuit.TryEnter(outside.Clock))
                throw new GuardUnavailableException(GuardFailure.Open);
            return await JudgeInTimeAsync(subject, outside, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    /// <summary>Asks.</summary>
    /// <exception cref="GuardUnavailableException">The answer is none. Exceptions of HTTP and JSON mean the same.</exception>
    protected abstract Task<GuardVerdict> AskAsync(GuardSubject subject, GuardOutside outside, CancellationToken cancellation);

    /// <summary>Whether <see cref="AskAsync"/> puts all in one question, whose time-out then tells of the other side and not of how much was asked.</summary>
    protected virtual bool AsksOnce(GuardSubject subject) => true;

    private async Task<GuardVerdict> JudgeInTimeAsync(GuardSubject subject, GuardOutside outside, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(_timeout, outside.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            var verdict = await AskAsync(subject, outside, either.Token);
            outside.Succeeded(Name, _circuit.Succeeded());
            return verdict;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && FailureOf(e, patience.IsCancellationRequested) is { } failure)
        {
            outside.Failed(Name, failure, Note(e, failure, subject, outside.Clock));
            // What does not parse is quoted in the exception.
            throw e as GuardUnavailableException ?? new GuardUnavailableException(failure, failure == GuardFailure.BadAnswer ? null : e);
        }
    }

    /// <summary>Tells the circuit of a failure: what a caller can bring about by what a request says is none of the other side's.</summary>
    /// <returns>Whether that opened the circuit.</returns>
    private bool Note(Exception e, GuardFailure failure, GuardSubject subject, TimeProvider clock)
    {
        var isLost = failure switch
        {
            GuardFailure.Unreachable or GuardFailure.NotConfigured => true,
            GuardFailure.Timeout => AsksOnce(subject),
            GuardFailure.Refused => e is HttpRequestException
            {
                StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden,
            },
            _ => false,
        };
        if (isLost)
            return _circuit.Failed(clock);
        // Who answers at all is there. Otherwise one who knows what is refused could take each try, and keep the circuit open.
        if (failure != GuardFailure.Timeout)
            _circuit.Succeeded();
        return false;
    }

    private static GuardFailure? FailureOf(Exception e, bool isLate) => e switch
    {
        GuardUnavailableException unavailable => unavailable.Failure,
        OperationCanceledException => GuardFailure.Timeout,
        _ when isLate => GuardFailure.Timeout,
        HttpRequestException { StatusCode: not null } => GuardFailure.Refused,
        // An answer that is longer than the bound.
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => GuardFailure.BadAnswer,
        HttpRequestException or IOException => GuardFailure.Unreachable,
        // A string that is valid JSON and yet no text is an invalid operation.
        JsonException or InvalidOperationException => GuardFailure.BadAnswer,
        _ => null,
    };
}
