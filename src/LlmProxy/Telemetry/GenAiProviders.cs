using LlmProxy.Providers;

namespace LlmProxy.Telemetry;

/// <summary>Turns a cluster's provider into the value of <see cref="TagNames.ProviderName"/>.</summary>
internal static class GenAiProviders
{
    /// <summary>
    /// OpenTelemetry's name of the provider. A server that copies OpenAI's API is named by its host where the
    /// conventions know it, and else <c>openai</c>: the attribute tells the flavour of the telemetry, not the vendor.
    /// </summary>
    /// <param name="provider">One of <see cref="ProviderNames"/>.</param>
    /// <param name="host">The host of a destination, without its port.</param>
    public static string Of(string provider, string? host = null) => provider switch
    {
        ProviderNames.AzureOpenAi => "azure.ai.openai",
        ProviderNames.OpenAiCompatible => OfHost(host) ?? "openai",
        _ => provider,
    };

    private static string? OfHost(string? host)
    {
        if (host is null) return null;
        foreach (var (domain, name) in Known)
        {
            if (IsWithin(host, domain)) return name;
        }

        return null;
    }

    private static bool IsWithin(string host, string domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
        && (host.Length == domain.Length || host[host.Length - domain.Length - 1] == '.');

    private static readonly (string Domain, string Name)[] Known =
    [
        ("groq.com", "groq"),
        ("mistral.ai", "mistral_ai"),
        ("deepseek.com", "deepseek"),
        ("x.ai", "x_ai"),
        ("perplexity.ai", "perplexity"),
        ("cohere.com", "cohere"),
        ("cohere.ai", "cohere"),
        ("generativelanguage.googleapis.com", "gcp.gemini"),
        ("aiplatform.googleapis.com", "gcp.vertex_ai"),
        ("openai.azure.com", "azure.ai.openai"),
    ];
}
