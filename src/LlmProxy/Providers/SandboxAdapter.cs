using LlmProxy.Core.Protocols;
using LlmProxy.Endpoints;
using LlmProxy.Exchange.Headers;

namespace LlmProxy.Providers;

/// <summary>Speaks to the sandbox, which understands OpenAI's and Anthropic's protocols alike.</summary>
internal sealed class SandboxAdapter() : OpenAiAdapter(ProviderNames.Sandbox)
{
    public override bool Supports(LlmEndpoint endpoint) => true;

    public override void Authorize(LlmEndpoint endpoint, string? credential, in UpstreamHeaders headers)
    {
        base.Authorize(endpoint, credential, headers);
        if (endpoint.Protocol() != WireProtocol.Anthropic)
            return;
        AnthropicHeaders.AddVersion(headers);
        if (credential is not null)
            headers.Set("x-api-key", credential);
    }

    public override bool Accepts(string header) => true;
}
