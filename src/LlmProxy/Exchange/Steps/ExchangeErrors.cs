using LlmProxy.Core.Errors;
using LlmProxy.Failover.Failures;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace LlmProxy.Exchange.Steps;

/// <summary>Turns what went wrong into what the client is told.</summary>
internal static class ExchangeErrors
{
    /// <summary>The error for an exception, and whose fault it is.</summary>
    public static (LlmError Error, RequestOutcome Outcome) Describe(Exception failure, LlmExchange exchange) => failure switch
    {
        LlmException { Error: var error } => (error, error.Status >= 500 && exchange.Attempts > 0 ? RequestOutcome.Failed : RequestOutcome.Rejected),
        BadHttpRequestException bad => (Malformed(bad), RequestOutcome.Rejected),
        _ => (new LlmError(500, LlmErrorTypes.Server, "The gateway met an error of its own; it is in its log under the request's id.", "internal_error"),
            RequestOutcome.Faulted),
    };

    /// <summary>What happened to an attempt that YARP could not bring to an answer.</summary>
    public static AttemptFailure Of(IForwarderErrorFeature failure, LlmAttempt attempt)
    {
        if (AttemptFailedException.Find(failure.Exception) is { } judged)
            return judged;
        // What the gateway itself could not do is none of the provider's, and no other would change it.
        if (Typed(failure.Exception) is { } typed)
            return new(typed.Type == LlmErrorTypes.Server ? FailureKind.GatewayFault : FailureKind.Malformed, typed) { Cause = failure.Exception };
        return failure.Error switch
        {
            ForwarderError.NoAvailableDestinations => Failure(FailureKind.NoDestination, attempt, failure),
            // The cluster's ActivityTimeout.
            ForwarderError.RequestTimedOut => Failure(FailureKind.ProviderTimeout, attempt, failure),
            ForwarderError.RequestBodyClient => Failure(FailureKind.ClientBodyFailed, attempt, failure),
            ForwarderError.RequestCreation => Failure(FailureKind.GatewayFault, attempt, failure),
            // The head was good; nothing of the body has reached the client.
            ForwarderError.ResponseBodyDestination => Failure(FailureKind.Truncated, attempt, failure),
            _ => failure.Exception is { } exception
                ? FailureClassifier.OfException(attempt, exception)
                : Failure(FailureKind.ConnectionLost, attempt, failure),
        };
    }

    private static AttemptFailure Failure(FailureKind kind, LlmAttempt attempt, IForwarderErrorFeature failure) =>
        new(kind, FailureErrors.Create(kind, attempt)) { Cause = failure.Exception };

    private static LlmError? Typed(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is LlmException typed)
                return typed.Error;
        }

        return null;
    }

    private static LlmError Malformed(BadHttpRequestException failure) => failure.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new LlmError(
            413, LlmErrorTypes.InvalidRequest, "The request body is larger than this route takes.", "request_too_large") { ShouldRetry = false },
        StatusCodes.Status408RequestTimeout => new LlmError(
            408, LlmErrorTypes.Timeout, "The request body came too slowly.", "request_timeout"),
        var status => new LlmError(
            status is >= 400 and < 500 ? status : 400, LlmErrorTypes.InvalidRequest, "The request is not valid HTTP.", "bad_request") { ShouldRetry = false },
    };
}
