using LlmProxy.Configuration;
using LlmProxy.Core.Errors;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Headers;

namespace LlmProxy.Providers;

/// <summary>Speaks to Azure OpenAI: in the deployment form where the cluster has an <c>ApiVersion</c>, else in the v1 form.</summary>
internal sealed class AzureOpenAiAdapter() : OpenAiAdapter(ProviderNames.AzureOpenAi)
{
    public override void Prepare(LlmAttempt attempt)
    {
        base.Prepare(attempt);
        if (attempt.Cluster.ApiVersion is not { } version)
        {
            attempt.PathRoot = "/openai/v1";
            return;
        }

        attempt.Query = UpstreamQuery.With(attempt.Query, "api-version", version);
        attempt.PathRoot = "/openai";
        if (attempt.UpstreamModel is { } deployment && IsOfDeployment(attempt.Exchange.Path.Endpoint))
            attempt.Path = $"/deployments/{Segment(deployment)}{attempt.Path}";
    }

    public override void Authorize(LlmEndpoint endpoint, string? credential, in UpstreamHeaders headers)
    {
        if (credential is null)
            return;
        // An Entra token is a JWT, which always begins like this; a resource's key never does.
        if (credential.StartsWith("eyJ", StringComparison.Ordinal))
            headers.Set("Authorization", "Bearer " + credential);
        else
            headers.Set("api-key", credential);
    }

    // The deployment form lists base models, not deployments, but it is the only list there is.
    public override UpstreamPlace PlaceOf(LlmClusterModel cluster, string path, string? model = null) => cluster.ApiVersion is not { } version
        ? new("/openai/v1", path)
        : new("/openai", model is null ? path : $"/deployments/{Uri.EscapeDataString(model)}{path}", UpstreamQuery.With("", "api-version", version));

    /// <summary>A caller's name for a model must not lead to another path of the resource.</summary>
    private static string Segment(string deployment) => deployment is "." or ".."
        ? throw new LlmException(new LlmError(400, LlmErrorTypes.InvalidRequest, "This is not a name of a deployment.", "invalid_model", "model") { ShouldRetry = false })
        : deployment.Replace("/", UpstreamPath.EscapedSlash, StringComparison.Ordinal);

    /// <summary>What stands under a deployment in that form; responses, files and batches do not.</summary>
    private static bool IsOfDeployment(LlmEndpoint endpoint) => endpoint
        is LlmEndpoint.ChatCompletions or LlmEndpoint.Completions or LlmEndpoint.Embeddings or LlmEndpoint.Images or LlmEndpoint.Audio;
}
