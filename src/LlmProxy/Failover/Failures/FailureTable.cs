using System.Diagnostics;
using static LlmProxy.Failover.Failures.BreakerSignal;
using static LlmProxy.Failover.Failures.CredentialSignal;
using static LlmProxy.Failover.Failures.FailureActions;
using static LlmProxy.Failover.Failures.FailureClass;

namespace LlmProxy.Failover.Failures;

/// <summary>The one table of failures: what may be retried, what may fail over, what is final.</summary>
public static class FailureTable
{
    private const FailureActions Anywhere = SameDestination | OtherDestination | OtherTarget;

    /// <summary>What follows from <paramref name="kind"/>.</summary>
    public static FailureRule Of(FailureKind kind) => kind switch
    {
        // Nothing was sent, so nothing can have run. Another destination is better than waiting for this one.
        FailureKind.DnsFailed => new(Anywhere, General, Failure, CredentialSignal.None, MayHaveRun: false),
        FailureKind.ConnectFailed => new(Anywhere, General, Failure, CredentialSignal.None, false),
        FailureKind.ConnectTimeout => new(OtherDestination | OtherTarget, General, Failure, CredentialSignal.None, false),
        FailureKind.TlsFailed => new(OtherDestination | OtherTarget, General, Failure, CredentialSignal.None, false),
        FailureKind.ConnectionLost => new(Anywhere, General, Failure, CredentialSignal.None, true),

        // Slow failures: the same place would take as long again.
        FailureKind.FirstByteTimeout => new(OtherDestination | OtherTarget, General, Failure, CredentialSignal.None, true),
        FailureKind.IdleTimeout => new(OtherDestination | OtherTarget, General, Failure, CredentialSignal.None, true),
        FailureKind.TotalTimeout => new(FailureActions.None, General, Failure, CredentialSignal.None, true),
        FailureKind.TooSlow => new(OtherDestination | OtherTarget, General, Failure, CredentialSignal.None, true),

        // The caller's: no other place would like it better.
        FailureKind.InvalidRequest => new(FailureActions.None, General, BreakerSignal.None, CredentialSignal.None, false),
        FailureKind.RequestTooLarge => new(FailureActions.None, General, BreakerSignal.None, CredentialSignal.None, false),
        FailureKind.NotFound => new(FailureActions.None, General, BreakerSignal.None, CredentialSignal.None, false),
        FailureKind.ClientBodyFailed => new(FailureActions.None, General, BreakerSignal.None, CredentialSignal.None, false),

        // Another place may: by a list that the operator has declared.
        FailureKind.ContextTooLong => new(OtherTarget, ContextLength, BreakerSignal.None, CredentialSignal.None, false),
        FailureKind.ContentFiltered => new(OtherTarget, ContentFilter, BreakerSignal.None, CredentialSignal.None, false),

        // The key's, not the destination's.
        FailureKind.InvalidCredential => new(OtherKey | OtherTarget, General, BreakerSignal.None, Dead, false),
        FailureKind.OutOfCredit => new(OtherKey | OtherTarget, General, BreakerSignal.None, Dead, false),
        FailureKind.NotPermitted => new(OtherKey | OtherTarget, General, BreakerSignal.None, NotForModel, false),
        FailureKind.RateLimited => new(OtherKey | Anywhere, RateLimit, BreakerSignal.None, Busy, false),
        // Neither is it worth a wait, nor is the key at its limit for smaller requests.
        FailureKind.OverRateLimit => new(OtherKey | OtherTarget, RateLimit, BreakerSignal.None, CredentialSignal.None, false),
        FailureKind.ModelNotFound => new(OtherTarget, General, BreakerSignal.None, CredentialSignal.None, false),

        // Where it points may be right for a browser; another provider answers the request itself.
        FailureKind.Redirected => new(OtherTarget, General, BreakerSignal.None, CredentialSignal.None, false),

        FailureKind.Conflict => new(Anywhere, General, BreakerSignal.None, CredentialSignal.None, false),
        FailureKind.ToolCallFailed => new(SameDestination | OtherTarget, General, BreakerSignal.None, CredentialSignal.None, true),
        FailureKind.ModelFailed => new(Anywhere, General, Failure, CredentialSignal.None, true),
        FailureKind.ServerError => new(Anywhere, General, Failure, CredentialSignal.None, true),
        FailureKind.BadGateway => new(Anywhere, General, Failure, CredentialSignal.None, true),
        FailureKind.Overloaded => new(Anywhere, General, Failure, CredentialSignal.None, false),

        // A slow one is not tried again in the same place either: that is decided by the time that it took, not by its kind.
        FailureKind.ProviderTimeout => new(Anywhere, General, Failure, CredentialSignal.None, true),

        // A 200 that was none.
        FailureKind.ErrorInAnswer => new(Anywhere, General, Failure, CredentialSignal.None, true),
        FailureKind.Truncated => new(Anywhere, General, Failure, CredentialSignal.None, true),
        FailureKind.Malformed => new(Anywhere, General, Failure, CredentialSignal.None, true),
        FailureKind.EmptyAnswer => new(Anywhere, General, Failure, CredentialSignal.None, true),
        FailureKind.WrongContentType => new(Anywhere, General, Failure, CredentialSignal.None, true),

        // Nobody was asked.
        FailureKind.NoDestination => new(OtherDestination | OtherTarget, General, BreakerSignal.None, CredentialSignal.None, false),
        FailureKind.Unsupported => new(OtherTarget, General, BreakerSignal.None, CredentialSignal.None, false),

        FailureKind.Stopping => new(FailureActions.None, General, BreakerSignal.None, CredentialSignal.None, true),
        FailureKind.GatewayFault => new(FailureActions.None, General, BreakerSignal.None, CredentialSignal.None, true),
        _ => throw new UnreachableException($"Failure {kind} has no rule."),
    };
}
