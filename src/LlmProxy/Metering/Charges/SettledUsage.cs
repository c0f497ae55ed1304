using LlmProxy.Core.Protocols;

namespace LlmProxy.Metering.Charges;

/// <summary>What an attempt is charged for.</summary>
/// <param name="Usage">The counts; empty: nobody knows.</param>
/// <param name="IsEstimated">Whether a part of them is the gateway's own count.</param>
internal readonly record struct SettledUsage(TokenUsage Usage, bool IsEstimated);
