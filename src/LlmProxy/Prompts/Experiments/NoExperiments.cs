using LlmProxy.Exchange;
using LlmProxy.Prompts.Catalogue;

namespace LlmProxy.Prompts.Experiments;

/// <summary>A gateway without experiments.</summary>
internal sealed class NoExperiments : IExperiments
{
    /// <inheritdoc/>
    public bool Concerns(LlmExchange exchange) => false;

    /// <inheritdoc/>
    public ExperimentChoice Choose(LlmExchange exchange, PromptAsset? prompt) => ExperimentChoice.None;
}
