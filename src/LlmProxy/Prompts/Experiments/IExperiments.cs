using LlmProxy.Core.Errors;
using LlmProxy.Exchange;
using LlmProxy.Prompts.Catalogue;

namespace LlmProxy.Prompts.Experiments;

/// <summary>Says which version, model and parameters a request gets.</summary>
internal interface IExperiments
{
    /// <summary>Whether a request without a prompt of its own can be in an experiment (one of models or parameters alone).</summary>
    bool Concerns(LlmExchange exchange);

    /// <summary>Chooses for a request that names no version, and labels the request with what is chosen.</summary>
    /// <param name="exchange">The request: its user, key and conversation decide, the same on every replica and after every restart.</param>
    /// <param name="prompt">The prompt; <c>null</c>: the request has none.</param>
    /// <exception cref="LlmException">400 or 403: the request asks for a variant that it cannot have.</exception>
    ExperimentChoice Choose(LlmExchange exchange, PromptAsset? prompt);
}
