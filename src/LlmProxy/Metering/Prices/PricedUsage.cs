namespace LlmProxy.Metering.Prices;

/// <summary>What something cost, and by which prices.</summary>
/// <param name="Cost">US dollars, not rounded; <c>null</c>: no price is known, or nobody knows what was used.</param>
/// <param name="Version">The version of the catalogue, or <see cref="Reported"/>; <c>null</c> without a cost.</param>
internal readonly record struct PricedUsage(decimal? Cost, string? Version)
{
    /// <summary>Stands for a catalogue's version where the cost is what the provider itself said.</summary>
    public const string Reported = "reported";
}
