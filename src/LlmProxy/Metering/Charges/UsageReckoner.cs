using LlmProxy.Core.Protocols;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Metering.Tokens;

namespace LlmProxy.Metering.Charges;

/// <summary>Tells what an attempt is charged for: by the provider's word where it has given it, else by the gateway's own count.</summary>
internal sealed class UsageReckoner(IPromptEstimator estimator, TimeProvider clock)
{
    /// <summary>
    /// Tokens that a model is assumed to generate in a second while nobody sees them: an answer that comes whole, or hidden reasoning.
    /// A round figure of ours, in the middle of what hosted models reach; it only matters for requests that were given up.
    /// </summary>
    internal const int UnseenTokensPerSecond = 100;

    /// <summary>What an attempt is charged for; <c>null</c>: nothing.</summary>
    /// <param name="exchange">The request, whose body is still there.</param>
    /// <param name="attempt">One of its attempts.</param>
    public SettledUsage? Of(LlmExchange exchange, LlmAttempt attempt)
    {
        var sent = attempt.Flown ?? attempt;
        var billing = EndpointBillings.Of(exchange);
        if (billing == EndpointBilling.Free || !WasSent(sent))
            return null;

        // What a batch reports of itself while it is handed in is no usage yet.
        if (billing == EndpointBilling.Later)
            return FailureBilling.Of(sent) == BillingRule.Everything ? new SettledUsage(default, IsEstimated: false) : null;

        // A reader that left early has seen less than its flight, which the provider bills.
        var heard = IsFinal(attempt) ? attempt : sent;
        var isFinal = IsFinal(heard);
        var reported = heard.Usage;
        if (billing == EndpointBilling.Input && !reported.IsEmpty)
            reported = reported with { OutputTokens = reported.OutputTokens ?? 0 };
        var rule = FailureBilling.Of(sent);
        if (isFinal && IsWhole(exchange, reported, rule))
            return new SettledUsage(reported, IsEstimated: false);

        if (billing == EndpointBilling.AsReported || rule == BillingRule.Reported)
            return reported.IsEmpty && rule != BillingRule.Everything ? null : new SettledUsage(reported, IsEstimated: !reported.IsEmpty);

        // What is made behind the request is billed when it has ended, which the gateway does not see.
        if (IsBackground(exchange) && reported.OutputTokens is not > 0)
            return new SettledUsage(default, IsEstimated: false);

        var received = billing == EndpointBilling.Text ? Received(exchange, heard) : 0;
        if (rule == BillingRule.WhatCame && received == 0 && reported.IsEmpty)
            return null;
        return new SettledUsage(Estimate(exchange, heard, billing, received, isFinal), IsEstimated: true);
    }

    /// <summary>What an attempt is charged for, where that takes no count of the gateway's own; for telling it before the books are closed.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="attempt">One of its attempts, of which nothing may be read any more.</param>
    /// <param name="usage">The reported counts; empty: nothing is charged.</param>
    /// <returns>Whether <see cref="Of"/> will find the same, which it cannot where it has to estimate or nobody knows.</returns>
    public static bool TryReported(LlmExchange exchange, LlmAttempt attempt, out TokenUsage usage)
    {
        usage = default;
        var sent = attempt.Flown ?? attempt;
        var billing = EndpointBillings.Of(exchange);
        if (billing == EndpointBilling.Free || !WasSent(sent))
            return true;

        if (billing == EndpointBilling.Later)
            return FailureBilling.Of(sent) != BillingRule.Everything;

        var heard = IsFinal(attempt) ? attempt : sent;
        usage = heard.Usage;
        if (billing == EndpointBilling.Input && !usage.IsEmpty)
            usage = usage with { OutputTokens = usage.OutputTokens ?? 0 };
        var rule = FailureBilling.Of(sent);
        if (IsFinal(heard) && IsWhole(exchange, usage, rule))
            return true;
        return rule switch
        {
            BillingRule.Reported => true,
            _ when billing == EndpointBilling.AsReported => !usage.IsEmpty || rule == BillingRule.WhatCame,
            BillingRule.WhatCame => heard.Usage.IsEmpty && heard.ReceivedOutput is null or { IsEmpty: true },
            _ => false,
        };
    }

    /// <summary>Whether nothing is missing in what was reported.</summary>
    private static bool IsWhole(LlmExchange exchange, in TokenUsage reported, BillingRule rule) =>
        reported is { InputTokens: not null, OutputTokens: not null }
        && (reported.OutputTokens > 0 || rule == BillingRule.Reported || !IsBackground(exchange));

    private static bool IsBackground(LlmExchange exchange) => exchange.Path.Endpoint == LlmEndpoint.Responses && exchange.Request is { Background: true };

    private static bool WasSent(LlmAttempt attempt) => attempt.HasLeft || (attempt.SentAt != 0 && attempt.Body is null);

    /// <summary>Whether the provider will report no more: its answer has ended well, or it has told the end and the counts.</summary>
    private static bool IsFinal(LlmAttempt attempt)
    {
        var answer = attempt.Answer;
        return answer is { LastByteAt: not 0, IsBroken: false } || (answer.Finish != FinishReason.None && attempt.Usage.OutputTokens is not null);
    }

    private long Received(LlmExchange exchange, LlmAttempt attempt)
    {
        // What another thread is still reading cannot be counted: a lost flight that takes too long to wind up.
        var isStill = ReferenceEquals(attempt, exchange.Attempt) || attempt.EndedAt != 0;
        return isStill && attempt.ReceivedOutput is { } text ? text.Count(estimator, attempt.UpstreamModel) : 0;
    }

    private TokenUsage Estimate(LlmExchange exchange, LlmAttempt attempt, EndpointBilling billing, long received, bool isFinal)
    {
        var reported = attempt.Usage;
        var input = reported.InputTokens ?? Prompt(exchange, attempt);
        if (billing == EndpointBilling.Input)
            return reported with { InputTokens = input, OutputTokens = reported.OutputTokens ?? 0 };
        var output = Math.Max(reported.OutputTokens ?? 0, received);
        if (!isFinal && IsUnseen(exchange, attempt))
            output = Math.Max(output, Unseen(exchange, attempt));
        return reported with { InputTokens = input, OutputTokens = output };
    }

    /// <summary>The prompt of a second call is longer than the caller's, and was counted while it was there.</summary>
    private long Prompt(LlmExchange exchange, LlmAttempt attempt) =>
        attempt.CountedInput is { } counted ? counted
            : attempt.Exchange.Counted is { } own && string.Equals(own.Model, attempt.UpstreamModel, StringComparison.Ordinal)
            ? own.Estimate.Tokens
            : estimator.Count(exchange, attempt.UpstreamModel).Tokens;

    /// <summary>Whether the model can have generated what nobody has seen: an answer that comes whole, or reasoning before the first text.</summary>
    private static bool IsUnseen(LlmExchange exchange, LlmAttempt attempt) =>
        !exchange.Stream || (attempt.Answer.FirstTokenAt == 0 && exchange.Route.Proxy.Reasoning.Has(attempt.UpstreamModel));

    /// <summary>What can have been generated since it was sent, and at most what the request allows.</summary>
    private long Unseen(LlmExchange exchange, LlmAttempt attempt)
    {
        var time = attempt.EndedAt == 0 ? clock.GetElapsedTime(attempt.SentAt) : clock.GetElapsedTime(attempt.SentAt, attempt.EndedAt);
        return Math.Min(estimator.OutputReserve(exchange), (long)(time.TotalSeconds * UnseenTokensPerSecond));
    }
}
