namespace LlmProxy.Metering.Prices.Settings;

/// <summary>What models cost, beside the catalogue that comes with the gateway.</summary>
public sealed class PriceOptions
{
    /// <summary>
    /// The catalogue's file, from the configuration's folder. Not set: <c>prices.json</c> there, else the one beside the program, else
    /// the one inside it.
    /// </summary>
    public string? File { get; set; }

    /// <summary>
    /// Prices that go before the catalogue's, by <c>model</c>, <c>cluster/model</c>, or a pattern of either with <c>*</c>; the names are
    /// those that the provider takes.
    /// </summary>
    public IDictionary<string, ModelPriceOptions> Models { get; set; } = new Dictionary<string, ModelPriceOptions>(StringComparer.Ordinal);

    /// <summary>What costs nothing, such as a server of one's own: <c>model</c>, <c>cluster/model</c>, or a pattern, as <c>gpus/*</c>.</summary>
    public IList<string> Free { get; set; } = new List<string>();
}
