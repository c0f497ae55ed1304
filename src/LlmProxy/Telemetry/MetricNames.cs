namespace LlmProxy.Telemetry;

/// <summary>The instruments of the meter <see cref="LlmTelemetry.MeterName"/>.</summary>
/// <remarks>
/// <c>gen_ai.*</c> are from OpenTelemetry's semantic conventions 1.41. A name that has shipped keeps its meaning for
/// good: dashboards see it.
/// </remarks>
public static class MetricNames
{
    /// <summary>Histogram, seconds: one call of a model as the caller sees it, retries included.</summary>
    public const string OperationDuration = "gen_ai.client.operation.duration";

    /// <summary>Histogram, tokens: what one call used, by <see cref="TagNames.TokenType"/>.</summary>
    public const string TokenUsage = "gen_ai.client.token.usage";

    /// <summary>Histogram, seconds: from sending the attempt that was delivered to its first token; streams only.</summary>
    public const string TimeToFirstToken = "gen_ai.server.time_to_first_token";

    /// <summary>Counter: finished requests, whatever their end.</summary>
    public const string Requests = "llmproxy.requests";

    /// <summary>Up-down counter: requests that are being served.</summary>
    public const string ActiveRequests = "llmproxy.requests.active";

    /// <summary>Histogram, seconds: what the gateway itself added, which is all but the wait for providers.</summary>
    public const string GatewayOverhead = "llmproxy.gateway.overhead";

    /// <summary>Gauge, bytes: request bodies held in memory.</summary>
    public const string BufferedBytes = "llmproxy.bytes.buffered";

    /// <summary>Counter: attempts that failed before anything of them reached the client, by <see cref="TagNames.Cluster"/> and <see cref="TagNames.Failure"/>.</summary>
    public const string AttemptFailures = "llmproxy.attempt.failures";

    /// <summary>Gauge, 0 or 1: whether a side component is broken, by <see cref="TagNames.Component"/>.</summary>
    public const string Degraded = "llmproxy.degraded";

    /// <summary>Counter: failures of side components, which no request has felt, by <see cref="TagNames.Component"/>.</summary>
    public const string SideFailures = "llmproxy.side.failures";

    /// <summary>Gauge: state of destinations' circuits, 0 closed, 1 ramping, 2 half open, 3 open, by <see cref="TagNames.Cluster"/> and <see cref="TagNames.Destination"/>.</summary>
    public const string BreakerState = "llmproxy.breaker.state";

    /// <summary>Counter: changes of destinations' circuits, by <see cref="TagNames.Cluster"/>, <see cref="TagNames.Destination"/> and the new <see cref="TagNames.State"/>.</summary>
    public const string BreakerTransitions = "llmproxy.breaker.transitions";

    /// <summary>Gauge: state of clusters' keys, 0 works, 1 at a limit, 2 not permitted for a model, 3 refused, by <see cref="TagNames.Cluster"/> and <see cref="TagNames.Key"/>.</summary>
    public const string KeyState = "llmproxy.key.state";

    /// <summary>Gauge: attempts that run detached from their client: hedged requests, shadows, requests with early keepalive.</summary>
    public const string Flights = "llmproxy.flights.active";

    /// <summary>Counter: requests whose first token was late, by <see cref="TagNames.Route"/> and <see cref="TagNames.Outcome"/>: <c>won</c>, <c>lost</c> or <c>failed</c> is how the second attempt ended, <c>over_budget</c> and <c>nowhere</c> why none was made.</summary>
    public const string Hedges = "llmproxy.hedges";

    /// <summary>Counter: copies of requests, by <see cref="TagNames.Route"/> and <see cref="TagNames.Outcome"/>: <c>completed</c>, <c>failed</c>, or <c>skipped</c> since too many were under way.</summary>
    public const string ShadowRequests = "llmproxy.shadow.requests";

    /// <summary>Histogram, seconds: how long the copies took, by <see cref="TagNames.Route"/> and <see cref="TagNames.Cluster"/>.</summary>
    public const string ShadowDuration = "llmproxy.shadow.duration";

    /// <summary>Counter, US dollars: what calls have cost, shadows included, by <see cref="TagNames.Cluster"/> and <see cref="TagNames.RequestModel"/>.</summary>
    public const string Cost = "llmproxy.cost.usd";

    /// <summary>Counter: calls whose cost nobody knows, since some part of them has no known price, by <see cref="TagNames.Cluster"/>.</summary>
    public const string UnknownCosts = "llmproxy.cost.unknown";

    /// <summary>Counter: records of requests that were written to the ledger.</summary>
    public const string LedgerRecords = "llmproxy.ledger.records";

    /// <summary>Gauge: what waits to be written to the store, by <see cref="TagNames.Component"/>: <c>ledger</c> or <c>state</c>.</summary>
    public const string StorageQueued = "llmproxy.storage.queued";

    /// <summary>Counter: what was given up since too much waited for a store that is away, by <see cref="TagNames.Component"/>: <c>ledger</c> or <c>state</c>.</summary>
    public const string StorageDropped = "llmproxy.storage.dropped";

    /// <summary>Counter: requests that a limit has refused, by <see cref="TagNames.LimitKind"/> and <see cref="TagNames.LimitScope"/>.</summary>
    public const string LimitRefused = "llmproxy.limit.refused";

    /// <summary>Gauge: requests that wait for room in their limits.</summary>
    public const string LimitQueueLength = "llmproxy.limit.queue.length";

    /// <summary>Histogram, seconds: how long requests waited for room in their limits, by <see cref="TagNames.Outcome"/>, <c>admitted</c>, <c>refused</c> or <c>gone</c>.</summary>
    public const string LimitQueueWait = "llmproxy.limit.queue.wait";

    /// <summary>Gauge: requests that hold something of their limits: places, or amounts that are not settled yet.</summary>
    public const string LimitReservations = "llmproxy.limit.reservations";

    /// <summary>Histogram, a ratio from 0: how far estimates of prompts were from the tokens that providers reported, by <see cref="TagNames.RequestModel"/>.</summary>
    public const string TokenEstimateError = "llmproxy.tokens.estimate.error";

    /// <summary>Counter: requests whose key did not open what they asked for, by <see cref="TagNames.Reason"/>.</summary>
    public const string CallersRefused = "llmproxy.callers.refused";

    /// <summary>Gauge, US dollars: what all callers together have spent of budgets in the current period, by <see cref="TagNames.Period"/>.</summary>
    public const string BudgetSpent = "llmproxy.budget.spent";

    /// <summary>Gauge, US dollars: what all callers together may spend in a period, by <see cref="TagNames.Period"/>; only where that is limited.</summary>
    public const string BudgetLimit = "llmproxy.budget.limit";

    /// <summary>Gauge, 0 or 1: whether the budget of all is spent, so that only the cheap model answers.</summary>
    public const string BudgetEmergency = "llmproxy.budget.emergency";

    /// <summary>Counter: requests that went to a cheaper model, by <see cref="TagNames.LimitScope"/>: whose money ran out.</summary>
    public const string BudgetDowngrades = "llmproxy.budget.downgrades";

    /// <summary>Counter: tries to deliver events, by <see cref="TagNames.Receiver"/> and <see cref="TagNames.Outcome"/>: <c>delivered</c>, <c>refused</c> (any status but 2xx) or <c>failed</c> (no answer).</summary>
    public const string WebhookDeliveries = "llmproxy.webhook.deliveries";

    /// <summary>Counter: events that were given up, by <see cref="TagNames.Receiver"/> and <see cref="TagNames.Outcome"/>: <c>expired</c> or <c>full</c>.</summary>
    public const string WebhookDropped = "llmproxy.webhook.dropped";

    /// <summary>Gauge: events that are still to be delivered.</summary>
    public const string WebhookPending = "llmproxy.webhook.pending";

    /// <summary>Counter: what guardrails did, by <see cref="TagNames.Guardrail"/>, <see cref="TagNames.GuardrailDirection"/> and <see cref="TagNames.Outcome"/>: <c>pass</c>, <c>shadowed</c>, <c>flagged</c>, <c>redacted</c>, <c>masked</c>, <c>retried</c>, <c>unjudged</c>, <c>failed</c> or <c>blocked</c>.</summary>
    public const string GuardrailRuns = "llmproxy.guardrail.runs";

    /// <summary>Counter: what guardrails found, by <see cref="TagNames.Guardrail"/> and <see cref="TagNames.GuardrailDirection"/>.</summary>
    public const string GuardrailFindings = "llmproxy.guardrail.findings";

    /// <summary>Counter: answers that guardrails did not accept and that the model was to be asked for once more, by <see cref="TagNames.Route"/> and <see cref="TagNames.Outcome"/>: <c>kept</c> or <c>failed</c> is what the second answer was, <c>unanswered</c> says that none came, <c>skipped</c> that it was not asked for.</summary>
    public const string GuardrailRetries = "llmproxy.guardrail.retries";

    /// <summary>Counter: requests under versions of prompts, by <see cref="TagNames.Prompt"/>, <see cref="TagNames.PromptVersion"/> and <see cref="TagNames.Outcome"/>: how they ended, or <c>blocked</c>.</summary>
    public const string PromptRequests = "llmproxy.prompt.requests";

    /// <summary>Counter, US dollars: what requests under versions of prompts have cost, where it is known, by <see cref="TagNames.Prompt"/> and <see cref="TagNames.PromptVersion"/>.</summary>
    public const string PromptCost = "llmproxy.prompt.cost.usd";

    /// <summary>Counter: feedback, by <see cref="TagNames.Prompt"/>, <see cref="TagNames.PromptVersion"/> and <see cref="TagNames.Outcome"/>: <c>up</c>, <c>down</c>, <c>neutral</c>, <c>wrong_answer</c> or <c>comment</c>.</summary>
    public const string PromptFeedback = "llmproxy.prompt.feedback";

    /// <summary>Counter: lines that were written to the evaluation log.</summary>
    public const string EvaluationRecords = "llmproxy.evaluation.records";

    /// <summary>Counter: lines that are missing in the evaluation log, by <see cref="TagNames.Reason"/>: <c>full</c>, since too many waited, or <c>failed</c>, since they could not be written.</summary>
    public const string EvaluationDropped = "llmproxy.evaluation.dropped";

    /// <summary>Counter: configuration reloads, by <see cref="TagNames.Outcome"/>, <c>accepted</c> or <c>refused</c>.</summary>
    public const string ConfigurationReloads = "llmproxy.config.reloads";
}
