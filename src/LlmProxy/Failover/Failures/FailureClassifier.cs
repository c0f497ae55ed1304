using System.Net.Http.Headers;
using LlmProxy.Core.Errors;
using LlmProxy.Exchange;

namespace LlmProxy.Failover.Failures;

/// <summary>Turns what a provider did into a failure of <see cref="FailureTable"/>.</summary>
internal static class FailureClassifier
{
    /// <summary>A status that is no success.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="status">The provider's status.</param>
    /// <param name="headers">Its headers, for the wait that they ask for.</param>
    /// <param name="body">What of its body was read, decoded; may be cut.</param>
    public static AttemptFailure OfStatus(LlmAttempt attempt, int status, HttpResponseHeaders headers, ReadOnlySpan<byte> body) =>
        new(KindOf(status), new LlmError(status, LlmErrorTypes.Upstream, $"The provider of cluster '{attempt.Cluster.ClusterId}' answered {status}.", "upstream_error")) { Status = status };

    /// <summary>An exception in place of an answer.</summary>
    public static AttemptFailure OfException(LlmAttempt attempt, Exception failure) => new(FailureKind.ConnectionLost, new LlmError(
        502, LlmErrorTypes.Upstream, $"The provider of cluster '{attempt.Cluster.ClusterId}' could not be reached, or closed the connection without an answer.", "upstream_unreachable"))
    {
        Cause = failure,
    };

    private static FailureKind KindOf(int status) => status switch
    {
        401 => FailureKind.InvalidCredential,
        402 => FailureKind.OutOfCredit,
        403 => FailureKind.NotPermitted,
        404 => FailureKind.NotFound,
        408 or 504 => FailureKind.ProviderTimeout,
        409 => FailureKind.Conflict,
        413 => FailureKind.RequestTooLarge,
        424 => FailureKind.ModelFailed,
        429 => FailureKind.RateLimited,
        498 or 503 or 529 => FailureKind.Overloaded,
        502 or (>= 520 and <= 526) => FailureKind.BadGateway,
        >= 500 => FailureKind.ServerError,
        >= 400 => FailureKind.InvalidRequest,
        _ => FailureKind.Redirected,
    };
}
