using LlmProxy.Providers;

namespace LlmProxy.Metering.Prices;

/// <summary>Tells whose price list holds for a cluster: the same model costs something else at every provider.</summary>
internal static class PriceVendors
{
    /// <summary>The sandbox, whose answers are made up and cost nothing.</summary>
    public const string Sandbox = "sandbox";

    private static readonly (string Domain, string Vendor)[] Known =
    [
        ("api.openai.com", "openai"),
        ("openai.azure.com", "azure"),
        ("cognitiveservices.azure.com", "azure"),
        ("services.ai.azure.com", "azure"),
        ("api.anthropic.com", "anthropic"),
        ("generativelanguage.googleapis.com", "gemini"),
        ("amazonaws.com", "bedrock"),
        ("groq.com", "groq"),
        ("mistral.ai", "mistral"),
        ("deepseek.com", "deepseek"),
        ("x.ai", "xai"),
        ("perplexity.ai", "perplexity"),
        ("cohere.com", "cohere"),
        ("cohere.ai", "cohere"),
        ("openrouter.ai", "openrouter"),
        ("together.xyz", "together"),
        ("together.ai", "together"),
        ("cerebras.ai", "cerebras"),
        ("voyageai.com", "voyage"),
    ];

    /// <summary>All of them but the sandbox.</summary>
    public static IReadOnlySet<string> All { get; } = Known.Select(known => known.Vendor).ToHashSet(StringComparer.Ordinal);

    /// <summary>The catalogue's name of the provider; <c>null</c>: a server that is nobody's, such as one's own.</summary>
    /// <param name="provider">One of <see cref="ProviderNames"/>.</param>
    /// <param name="hosts">The hosts of the cluster's destinations; where they are of several providers, no list holds.</param>
    public static string? Of(string provider, IEnumerable<string> hosts) => provider switch
    {
        ProviderNames.OpenAi => "openai",
        ProviderNames.AzureOpenAi => "azure",
        ProviderNames.Anthropic => "anthropic",
        ProviderNames.Sandbox => Sandbox,
        _ => OfHosts(hosts),
    };

    /// <summary>Whether answers of a provider say what they cost, in US dollars, fees included that no count tells of.</summary>
    /// <remarks>OpenRouter <c>usage.cost</c>; xAI <c>usage.cost_in_usd_ticks</c>; Perplexity <c>usage.cost.total_cost</c>.</remarks>
    public static bool ReportsCost(string? vendor) => vendor is "openrouter" or "xai" or "perplexity";

    private static string? OfHosts(IEnumerable<string> hosts)
    {
        string? vendor = null;
        foreach (var host in hosts)
        {
            var one = OfHost(host);
            if (one is null || (vendor is not null && vendor != one))
                return null;
            vendor = one;
        }

        return vendor;
    }

    private static string? OfHost(string host)
    {
        foreach (var (domain, vendor) in Known)
        {
            if (IsWithin(host, domain))
                return vendor;
        }

        return null;
    }

    private static bool IsWithin(string host, string domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
        && (host.Length == domain.Length || host[host.Length - domain.Length - 1] == '.');
}
