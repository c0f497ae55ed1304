namespace LlmProxy.Configuration;

/// <summary>Everything that the configuration says about LLM traffic, resolved. Immutable, and replaced whole.</summary>
public sealed class LlmConfigModel
{
    /// <summary>A configuration without any LLM traffic.</summary>
    public static LlmConfigModel Empty { get; } = new();

    /// <summary>The clusters with an <c>Llm</c> block, in the order of the configuration.</summary>
    public IReadOnlyList<LlmClusterModel> Clusters { get; init; } = [];

    /// <summary>The routes with an <c>Llm</c> block, in the order of the configuration.</summary>
    public IReadOnlyList<LlmRouteModel> Routes { get; init; } = [];

    /// <summary>What all routes share.</summary>
    public LlmProxyModel Proxy { get; init; } = new();
}
