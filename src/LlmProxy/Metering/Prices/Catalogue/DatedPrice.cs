using LlmProxy.Core.Pricing;

namespace LlmProxy.Metering.Prices.Catalogue;

/// <summary>A price and when it holds.</summary>
/// <param name="From">From when on; <c>null</c>: always has.</param>
/// <param name="Until">Until before when; <c>null</c>: for good.</param>
/// <param name="Price">What is paid in that time.</param>
internal sealed record DatedPrice(DateTimeOffset? From, DateTimeOffset? Until, ModelPrice Price)
{
    /// <summary>Whether it holds at <paramref name="time"/>.</summary>
    public bool HoldsAt(DateTimeOffset time) => !(time < From) && !(time >= Until);

    /// <summary>Whether there is a time at which both hold.</summary>
    public bool Overlaps(DatedPrice other) => !(Until <= other.From) && !(other.Until <= From);
}
