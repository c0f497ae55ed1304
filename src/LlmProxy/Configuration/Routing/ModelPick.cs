namespace LlmProxy.Configuration.Routing;

/// <summary>Where a request for a model goes.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Cluster">
/// The cluster; <c>null</c> if there is none to go to.
/// </param>
/// <param name="UpstreamModel">The provider's name of the model where an alias renames it; <c>null</c>: as the caller wrote it.</param>
/// <param name="Unusable">With <see cref="ModelPickReason.MissingKey"/>: the cluster that would serve the model if it had its key.</param>
/// <param name="Pattern">The name, alias or pattern that matched, as the configuration has it; <c>null</c> where none did.</param>
public readonly record struct ModelPick(
    ModelPickReason Reason, LlmClusterModel? Cluster, string? UpstreamModel = null, LlmClusterModel? Unusable = null,
    string? Pattern = null)
{
    /// <summary>Whether the model was claimed by name, alias or pattern.</summary>
    public bool IsMatch => Reason == ModelPickReason.Matched;
}
