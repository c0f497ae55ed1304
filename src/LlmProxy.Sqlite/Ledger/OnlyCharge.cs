using LlmProxy.Core.Protocols;
using LlmProxy.Metering.Ledger;

namespace LlmProxy.Sqlite.Ledger;

/// <summary>The charge of a request that was answered at once, as nearly all are: it says what the row says, so that it is not written beside it.</summary>
/// <remarks>What a row does not say of such a charge stands in <c>price_version</c> and <c>service_tier</c>; with the first it is known to be one.</remarks>
internal static class OnlyCharge
{
    /// <summary>The charge; <c>null</c>: there is none or more than one, it has no price, or the row's columns do not tell all of it.</summary>
    public static Charge? Of(LedgerRecord record) =>
        record.Charges is [{ PriceVersion: not null } only] && only.Cluster == record.Cluster && only.Model == record.ModelUsed
        && only.Cost == record.Cost && only.IsEstimated == record.IsEstimated && only.Usage == record.Usage && HasColumns(only.Usage)
            ? only
            : null;

    /// <summary>The tier as the row has it; <c>null</c> where the provider has named none.</summary>
    public static string? TierOf(Charge? only) => only is { Usage.ServiceTier: not ServiceTier.Unstated and var tier } ? tier.ToString() : null;

    /// <summary>The charge as it was.</summary>
    /// <param name="record">The row.</param>
    /// <param name="priceVersion">Its <c>price_version</c>.</param>
    /// <param name="tier">Its <c>service_tier</c>.</param>
    public static Charge From(LedgerRecord record, string priceVersion, string? tier) => new(
        record.Cluster ?? "", record.ModelUsed,
        tier is null ? record.Usage : record.Usage with { ServiceTier = Enum.TryParse<ServiceTier>(tier, out var known) ? known : ServiceTier.Unstated },
        record.IsEstimated, record.Cost, priceVersion);

    private static bool HasColumns(in TokenUsage usage) =>
        usage is { InputImageTokens: null, OutputImageTokens: null, WebSearches: null, ReportedCost: null };
}
