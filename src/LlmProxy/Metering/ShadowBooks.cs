using LlmProxy.Exchange;
using LlmProxy.Exchange.Steps;
using LlmProxy.Health.Degradation;
using LlmProxy.Metering.Charges;
using LlmProxy.Metering.Ledger;
using LlmProxy.Prompts.Quality;
using LlmProxy.Telemetry;

namespace LlmProxy.Metering;

/// <summary>Books the copies of requests: they are paid by the operator, and no tenant's limit or budget knows of them.</summary>
internal sealed class ShadowBooks(
    ChargeSheet charges, RecordWriter records, RequestReport report, ILedger ledger, LlmMetrics metrics, PromptReport prompts, Degradations degradations)
{
    private readonly SideComponent _guard = degradations.Get(RequestBooks.Component);

    /// <summary>Books a copy that has ended. Never throws; nobody waits for its record.</summary>
    /// <param name="copy">The copy's own exchange, with how it ended; its body is still there.</param>
    public void Book(LlmExchange copy)
    {
        try
        {
            var charged = charges.Of(copy);
            var facts = report.Of(copy);
            // A copy for an experiment is told by its variant; any other is nobody's.
            var variant = copy.Prompt is { IsShadow: true } use ? use : null;
            _ = ledger.AppendAsync(records.OfShadow(facts, charged, variant));
            metrics.Spent(charged.Charges, copy.ModelPattern);
            if (variant is not null)
                prompts.Tell(copy, facts with { Cost = charged.Cost, IsEstimated = charged.IsEstimated });
            _guard.Succeeded();
        }
        catch (Exception e)
        {
            _guard.Report(e);
        }
    }
}
