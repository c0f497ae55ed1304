using LlmProxy.Core.Protocols;

namespace LlmProxy.Metering.Ledger;

/// <summary>What one attempt used and cost.</summary>
/// <param name="Cluster">Where it went.</param>
/// <param name="Model">The model that the provider was asked for; <c>null</c> where the request named none.</param>
/// <param name="Usage">What it used.</param>
/// <param name="IsEstimated">Whether that, or a part of it, is the gateway's own count.</param>
/// <param name="Cost">US dollars, not rounded; <c>null</c>: no price is known.</param>
/// <param name="PriceVersion">The version of the catalogue that the price was taken from; <c>null</c> without a price.</param>
public sealed record Charge(string Cluster, string? Model, TokenUsage Usage, bool IsEstimated, decimal? Cost, string? PriceVersion);
