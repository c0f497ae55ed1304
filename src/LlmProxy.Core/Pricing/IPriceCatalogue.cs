namespace LlmProxy.Core.Pricing;

/// <summary>Tells what models cost. Immutable; a reload makes another.</summary>
public interface IPriceCatalogue
{
    /// <summary>Names the prices that are in force; a charge keeps it.</summary>
    string Version { get; }

    /// <summary>The price of a model at a time; <c>null</c>: not known, which is not free.</summary>
    /// <param name="vendor">Whose prices hold, as the catalogue names them (<c>openai</c>, <c>groq</c> …); <c>null</c>: nobody's, so that only the configuration can tell.</param>
    /// <param name="cluster">The cluster's name, by which the configuration may set a price of its own.</param>
    /// <param name="model">The name that the provider takes.</param>
    /// <param name="time">When it is used.</param>
    ModelPrice? Find(string? vendor, string cluster, string model, DateTimeOffset time);
}
