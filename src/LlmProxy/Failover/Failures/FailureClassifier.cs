using System.Net.Http.Headers;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Limits;
using LlmProxy.Exchange;

namespace LlmProxy.Failover.Failures;

/// <summary>Turns what a provider did into a failure of <see cref="FailureTable"/>.</summary>
internal static class FailureClassifier
{
    private const string AwsErrorType = "x-amzn-errortype";

    /// <summary>A status that is no success.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="status">The provider's status.</param>
    /// <param name="headers">Its headers, for the wait that they ask for.</param>
    /// <param name="body">What of its body was read, decoded; may be cut.</param>
    /// <param name="now">The time, for a wait that is told as one.</param>
    public static AttemptFailure OfStatus(LlmAttempt attempt, int status, HttpResponseHeaders headers, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        string? Header(string name) => headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

        var said = ProviderErrorReader.Read(body, Header(AwsErrorType));
        var kind = ProviderErrorKinds.Of(status, said);
        var wait = RetryAfter.Asks(status) ? RetryAfter.Read(status, Header, now) ?? said.RetryAfter : null;
        var error = FailureErrors.Create(kind, attempt);
        return new(kind, error with
        {
            Status = status is >= 400 and < 600 ? status : error.Status,
            Message = $"The provider of cluster '{attempt.Cluster.ClusterId}' answered {status}.",
            RetryAfter = wait,
        })
        {
            Status = status,
            Code = NameOf(said),
            RetryAfter = wait,
        };
    }

    /// <summary>An exception in place of an answer.</summary>
    public static AttemptFailure OfException(LlmAttempt attempt, Exception failure)
    {
        var kind = TransportFailures.Of(failure);
        return new(kind, FailureErrors.Create(kind, attempt)) { Cause = failure };
    }

    /// <summary>An error event, or an error object, inside an answer whose status was a success.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="code">The provider's code, or else its type; <c>null</c> where it told none.</param>
    /// <param name="type">Its type; <c>null</c> where it told none.</param>
    /// <param name="message">Its message; <c>null</c> where it told none.</param>
    public static AttemptFailure OfErrorInAnswer(LlmAttempt attempt, string? code, string? type, string? message) =>
        OfErrorInAnswer(attempt, new ProviderError(code, type, message));

    /// <summary>An error event, or an error object, inside an answer whose status was a success.</summary>
    public static AttemptFailure OfErrorInAnswer(LlmAttempt attempt, ProviderError said)
    {
        var kind = ProviderErrorKinds.InAnswer(said);
        return new(kind, FailureErrors.Create(kind, attempt, said)) { Code = NameOf(said), RetryAfter = said.RetryAfter };
    }

    private static string? NameOf(ProviderError said) => said.Reason ?? said.Code ?? said.Type;
}
