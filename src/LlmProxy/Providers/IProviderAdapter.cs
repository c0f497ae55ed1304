using LlmProxy.Configuration;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Headers;

namespace LlmProxy.Providers;

/// <summary>Speaks one provider's protocol: where a request goes, with which credential, in which form, and how the answer is read.</summary>
/// <remarks>One instance serves all requests at once; what belongs to a request stands in its <see cref="LlmAttempt"/>.</remarks>
public interface IProviderAdapter
{
    /// <summary>The name that a cluster's <c>Provider</c> uses; one of <see cref="ProviderNames"/>.</summary>
    string Name { get; }

    /// <summary>Whether the provider's protocol has this endpoint, natively or by translation.</summary>
    bool Supports(LlmEndpoint endpoint);

    /// <summary>Sets the attempt's path and query, and patches or translates the body.</summary>
    /// <exception cref="Core.Errors.LlmException">The request cannot be expressed for this provider.</exception>
    void Prepare(LlmAttempt attempt);

    /// <summary>Sets the credential in the header that the provider reads, and the headers that it demands.</summary>
    /// <param name="endpoint">What is asked for; a provider of two protocols wants the headers of one of them.</param>
    /// <param name="credential">The key or token; <c>null</c> where none is sent.</param>
    /// <param name="headers">The request's headers, the caller's already among them.</param>
    void Authorize(LlmEndpoint endpoint, string? credential, in UpstreamHeaders headers);

    /// <summary>Whether a caller's header has a meaning for this provider; only asked for headers of some provider's own family.</summary>
    bool Accepts(string header);

    /// <summary>What turns the provider's answers into the client's protocol; <c>null</c> where both are the same.</summary>
    IAnswerTranslator? Translator(LlmAttempt attempt);

    /// <summary>Where a request of the gateway's own goes.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="path">What is asked for, as behind OpenAI's <c>/v1</c>: <c>/models</c>, <c>/chat/completions</c>.</param>
    /// <param name="model">The provider's name of the model; <c>null</c> where none is asked.</param>
    UpstreamPlace PlaceOf(LlmClusterModel cluster, string path, string? model = null);
}
