using System.Text.Json;
using LlmProxy.Configuration;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Requests;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Headers;
using LlmProxy.Limits;

namespace LlmProxy.Providers;

/// <summary>Speaks OpenAI's protocol, which is the client's own: nothing is translated, and only the model's name may change.</summary>
internal class OpenAiAdapter(string name) : IProviderAdapter
{
    public string Name => name;

    public virtual bool Supports(LlmEndpoint endpoint) => endpoint.Protocol() == WireProtocol.OpenAi;

    public virtual void Prepare(LlmAttempt attempt)
    {
        NameModel(attempt);
        OutputCap.Apply(attempt);
        var exchange = attempt.Exchange;
        if (exchange.Request is { Stream: true } request && attempt.Cluster.StreamUsage
            && exchange.Path.Endpoint is LlmEndpoint.ChatCompletions or LlmEndpoint.Completions)
            attempt.HidesUsage = StreamUsagePatch.Add(request, attempt.Patch);
    }

    public virtual void Authorize(LlmEndpoint endpoint, string? credential, in UpstreamHeaders headers)
    {
        if (credential is not null)
            headers.Set("Authorization", "Bearer " + credential);
    }

    public virtual UpstreamPlace PlaceOf(LlmClusterModel cluster, string path, string? model = null) => new("/v1", path);

    public virtual bool Accepts(string header) => header.StartsWith("openai-", StringComparison.OrdinalIgnoreCase);

    public virtual IAnswerTranslator? Translator(LlmAttempt attempt) => null;

    /// <summary>Puts the provider's name of the model in the place of the caller's, wherever that stood.</summary>
    protected static void NameModel(LlmAttempt attempt)
    {
        var exchange = attempt.Exchange;
        if (attempt.UpstreamModel is not { } model)
            return;
        if (exchange.Request is { } request)
        {
            if (string.Equals(request.Model, model, StringComparison.Ordinal))
                return;
            if (!request.ModelValue.IsEmpty)
                attempt.Patch.ReplaceString(request.ModelValue, model);
            else if (request.Model is null && exchange.Path.Deployment is not null)
                InsertModel(attempt.Patch, request, model);
        }
        else if (exchange is { FormBoundary: { } boundary, Body: { } form })
        {
            if (!exchange.FormModelValue.IsEmpty)
                MultipartModelField.Rename(form.Memory.Span, exchange.FormModelValue, model, attempt.Patch);
            else if (exchange.Path.Deployment is not null)
                MultipartModelField.Add(form.Memory.Span, boundary, model, attempt.Patch);
        }
    }

    private static void InsertModel(BodyPatch patch, LlmRequest request, string model)
    {
        var member = $"{(request.IsRootEmpty ? "" : ",")}\"model\":{JsonSerializer.Serialize(model)}";
        patch.Replace(new ByteRange(request.RootEnd, 0), System.Text.Encoding.UTF8.GetBytes(member));
    }
}
