using LlmProxy.Exchange.Headers;
using LlmProxy.Guardrails.Audit;
using LlmProxy.Limits;
using LlmProxy.Metering.Prices;
using LlmProxy.Prompts;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Exchange.Steps;

/// <summary>Sets the gateway's own response headers at the last moment, so that clearing a failed answer cannot lose them.</summary>
internal static class ExchangeHeaders
{
    /// <summary>For <see cref="HttpResponse.OnStarting(Func{object, Task}, object)"/>; the state is the exchange.</summary>
    public static Task Set(object state)
    {
        var exchange = (LlmExchange)state;
        var headers = exchange.Context.Response.Headers;
        headers[LlmHeaderNames.RequestId] = exchange.RequestId;
        if (exchange.Context.Request.Headers.TryGetValue(LlmHeaderNames.CallerRequestId, out var callerId) && HeaderText.CanBeSent(callerId))
            headers[LlmHeaderNames.CallerRequestId] = callerId;
        if (exchange.Standing is { } standing)
            LimitHeaders.Set(headers, standing);
        if (exchange.Guards is { } guards && GuardSummary.Of(guards.Runs, forClient: true, withAnswer: !IsStream(headers)) is { } verdicts)
            headers[LlmHeaderNames.Guardrails] = verdicts;
        if (exchange.Prompt is { } prompt)
            SetPrompt(headers, prompt);
        if (exchange.Attempt is not { } attempt)
            return Task.CompletedTask;
        headers[LlmHeaderNames.Attempts] = exchange.Attempts == 1 ? "1" : exchange.Attempts.ToString(System.Globalization.CultureInfo.InvariantCulture);
        // No cluster has given a canned answer.
        if (exchange.Outcome == RequestOutcome.LastResort)
            return Task.CompletedTask;
        if (attempt.UpstreamModel is { } model && HeaderText.CanBeSent(model))
            headers[LlmHeaderNames.Model] = model;
        if (HeaderText.CanBeSent(attempt.Cluster.ClusterId))
            headers[LlmHeaderNames.Cluster] = attempt.Cluster.ClusterId;
        if (exchange.Prices?.SoFar(exchange) is { } cost)
            headers[LlmHeaderNames.Cost] = CostText.Of(cost);
        if (exchange.DowngradedModel is not null)
            headers[LlmHeaderNames.Downgraded] = exchange.Budgets?.Ceiling is null ? "budget" : "emergency";
        if (attempt.Dropped.Count > 0)
            headers[LlmHeaderNames.Dropped] = DroppedFields(attempt.Dropped);
        return Task.CompletedTask;
    }

    private static void SetPrompt(IHeaderDictionary headers, PromptUse prompt)
    {
        if (prompt.Name is { } name)
            headers[LlmHeaderNames.Prompt] = name;
        // Names are plain ASCII.
        if (prompt.AssignmentText is { } assigned)
            headers[LlmHeaderNames.Experiment] = assigned;
    }

    private static bool IsStream(IHeaderDictionary headers) => headers.ContentType.ToString().StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);

    private static string DroppedFields(IReadOnlyList<string> fields) => string.Join(", ", fields.Where(HeaderText.CanBeSent).Take(64));
}
