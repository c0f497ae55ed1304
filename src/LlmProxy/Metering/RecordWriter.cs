using LlmProxy.Exchange;
using LlmProxy.Exchange.Steps;
using LlmProxy.Guardrails.Audit;
using LlmProxy.Metering.Charges;
using LlmProxy.Metering.Ledger;
using LlmProxy.Prompts;
using LlmProxy.Telemetry;

namespace LlmProxy.Metering;

/// <summary>Writes the books' one line about a request.</summary>
internal sealed class RecordWriter(RequestReport report, TimeProvider clock)
{
    /// <summary>What follows a request's id in the id of its copy's record.</summary>
    public const string ShadowSuffix = "-shadow";

    /// <summary>The record of a caller's request as it stands.</summary>
    public LedgerRecord Of(LlmExchange exchange, in ChargedRequest charged) => Of(report.Of(exchange), charged, exchange);

    /// <summary>The record of a request's copy, which is nobody's but the operator's.</summary>
    /// <param name="facts">What is known of it.</param>
    /// <param name="charged">What it costs.</param>
    /// <param name="variant">What it was put under for an experiment; <c>null</c>: it is of none.</param>
    public LedgerRecord OfShadow(in RequestFacts facts, in ChargedRequest charged, PromptUse? variant) =>
        Of(facts, charged, owner: null) with { Prompt = variant?.Name, Tags = variant is null ? [] : [.. variant.Assignments.Select(assignment => assignment.Label)] };

    private LedgerRecord Of(in RequestFacts facts, in ChargedRequest charged, LlmExchange? owner) => new()
    {
        Id = owner is null ? facts.RequestId + ShadowSuffix : facts.RequestId,
        Kind = owner is null ? LedgerKind.Shadow : LedgerKind.Request,
        Time = clock.GetUtcNow() - facts.Duration,
        Tenant = owner?.Caller.Tenant,
        User = owner?.User,
        KeyId = owner?.Caller.KeyId,
        CallerRequestId = SafeText.Of(facts.CallerRequestId),
        Route = facts.Route ?? "",
        Endpoint = facts.Endpoint,
        ModelAsked = SafeText.Of(facts.Model),
        ModelUsed = SafeText.Of(facts.UpstreamModel),
        Provider = facts.Provider,
        Cluster = facts.Cluster,
        Attempts = facts.Attempts,
        // What a stored object says of itself when it is fetched was used by whoever had it made.
        Usage = charged.Delivered?.Usage ?? default,
        IsEstimated = charged.IsEstimated,
        Cost = charged.Cost,
        Charges = charged.Charges,
        Outcome = facts.Outcome.ToTag(),
        Status = facts.Status,
        Error = facts.ErrorType,
        Stream = facts.Stream,
        Duration = facts.Duration,
        FirstToken = facts.FirstToken,
        Prompt = owner?.Prompt?.Name,
        Guardrails = owner?.Guards is { } guards ? GuardSummary.Of(guards.Runs) : null,
        Tags = owner?.Tags ?? [],
    };
}
