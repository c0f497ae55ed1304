using System.Diagnostics;
using LlmProxy.Exchange;
using LlmProxy.Failover.Failures;

namespace LlmProxy.Metering.Charges;

/// <summary>The one table of what an attempt costs that has not delivered its whole answer.</summary>
/// <remarks>
/// Providers bill what they have generated, and stop to generate when they notice that nobody listens; what is answered with an
/// error's status is not billed. None of them tells the gateway what a call has cost that broke off, so the rule errs on the side of a
/// charge where the model was at work, and of none where the provider itself has failed. <c>docs/metering.md</c> holds the same table.
/// </remarks>
internal static class FailureBilling
{
    /// <summary>The rule for an attempt as it stands.</summary>
    public static BillingRule Of(LlmAttempt attempt)
    {
        if (attempt.FailedAs is { } kind)
            return Of(kind);
        return attempt.Status >= 300 ? BillingRule.Reported : BillingRule.Everything;
    }

    /// <summary>The rule for a way to fail.</summary>
    public static BillingRule Of(FailureKind kind) => kind switch
    {
        // Nothing was sent, or nobody was asked.
        FailureKind.DnsFailed or FailureKind.ConnectFailed or FailureKind.ConnectTimeout or FailureKind.TlsFailed
            or FailureKind.NoDestination or FailureKind.Unsupported or FailureKind.ClientBodyFailed => BillingRule.Reported,

        // The provider's own error, or its connection: it has no answer to bill.
        FailureKind.ConnectionLost or FailureKind.InvalidRequest or FailureKind.ContextTooLong or FailureKind.RequestTooLarge
            or FailureKind.InvalidCredential or FailureKind.NotPermitted or FailureKind.OutOfCredit or FailureKind.ModelNotFound
            or FailureKind.NotFound or FailureKind.Conflict or FailureKind.RateLimited or FailureKind.OverRateLimit
            or FailureKind.ContentFiltered or FailureKind.ToolCallFailed or FailureKind.ModelFailed or FailureKind.ServerError
            or FailureKind.BadGateway or FailureKind.Overloaded or FailureKind.ProviderTimeout or FailureKind.Redirected => BillingRule.Reported,

        // A 200 that was none: what came before it went wrong was generated.
        FailureKind.ErrorInAnswer or FailureKind.Malformed or FailureKind.EmptyAnswer or FailureKind.WrongContentType
            or FailureKind.Truncated => BillingRule.WhatCame,

        // The gateway has given it up while the model was at work.
        FailureKind.FirstByteTimeout or FailureKind.IdleTimeout or FailureKind.TotalTimeout or FailureKind.TooSlow
            or FailureKind.Stopping or FailureKind.GatewayFault => BillingRule.Everything,
        _ => throw new UnreachableException($"Failure {kind} has no rule of billing."),
    };
}
