using LlmProxy.Endpoints;

namespace LlmProxy.Tests.Endpoints;

public sealed class LlmPathTests
{
    [Theory]
    [InlineData("/v1/chat/completions", LlmEndpoint.ChatCompletions, "/chat/completions", null, null)]
    [InlineData("/v1/chat/completions/", LlmEndpoint.ChatCompletions, "/chat/completions", null, null)]
    [InlineData("/team/v1/responses/resp_1/cancel", LlmEndpoint.ResponseObject, "/responses/resp_1/cancel", null, "resp_1")]
    [InlineData("/v1/responses/compact", LlmEndpoint.ResponseCompaction, "/responses/compact", null, null)]
    [InlineData("/v1/Responses/Compact/", LlmEndpoint.ResponseCompaction, "/responses/compact", null, null)]
    [InlineData("/v1/responses/input_tokens", LlmEndpoint.ResponseObject, "/responses/input_tokens", null, "input_tokens")]
    [InlineData("/openai/v1/embeddings", LlmEndpoint.Embeddings, "/embeddings", null, null)]
    [InlineData("/team/openai/v1/embeddings", LlmEndpoint.Embeddings, "/embeddings", null, null)]
    [InlineData("/openai/deployments/gpt-4o/chat/completions", LlmEndpoint.ChatCompletions, "/chat/completions", "gpt-4o", null)]
    [InlineData("/openai/deployments/v1/chat/completions", LlmEndpoint.ChatCompletions, "/chat/completions", "v1", null)]
    [InlineData("/openai/deployments/meta%2Fllama%2f3/chat/completions", LlmEndpoint.ChatCompletions, "/chat/completions", "meta/llama/3", null)]
    [InlineData("/v1/Chat/COMPLETIONS", LlmEndpoint.ChatCompletions, "/chat/completions", null, null)]
    [InlineData("/v1/Responses/resp_A", LlmEndpoint.ResponseObject, "/responses/resp_A", null, "resp_A")]
    [InlineData("/v1/Models/Llama-3", LlmEndpoint.Model, "/models/Llama-3", null, "Llama-3")]
    [InlineData("/v1/Threads/X", LlmEndpoint.Other, "/Threads/X", null, "X")]
    [InlineData("/openai/models", LlmEndpoint.Models, "/models", null, null)]
    [InlineData("/v1/models/openai/gpt-oss-120b", LlmEndpoint.Model, "/models/openai/gpt-oss-120b", null, "openai/gpt-oss-120b")]
    [InlineData("/team/v1/models/openai/gpt-oss-120b", LlmEndpoint.Model, "/models/openai/gpt-oss-120b", null, "openai/gpt-oss-120b")]
    public void TryParse_KnownForm_IsUnderstood(string path, LlmEndpoint endpoint, string rest, string? deployment, string? objectId)
    {
        Assert.True(LlmPath.TryParse(path, out var parsed));
        Assert.Equal(new LlmPath(endpoint, rest, deployment, objectId), parsed);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/v2/chat/completions")]
    [InlineData("/v1//chat/completions")]
    [InlineData("/v1/chat//completions")]
    [InlineData("/openai/deployments//chat/completions")]
    [InlineData("/openai/deployments/gpt-4o")]
    [InlineData("/v1/chat%2Fcompletions")]
    [InlineData("/team/v1/files%5cfile-1")]
    [InlineData("/v1/chat\\completions")]
    [InlineData("/openai/deployments/gpt-4o/chat%2fcompletions")]
    public void TryParse_OtherPath_IsNotUnderstood(string path) => Assert.False(LlmPath.TryParse(path, out _));
}
