using LlmProxy.Core.Protocols;
using LlmProxy.Providers;
using LlmProxy.Telemetry;

namespace LlmProxy.Tests.Telemetry;

public sealed class TagValueTests
{
    [Fact]
    public void ToTag_EveryOutcome_HasItsOwn()
    {
        var tags = Enum.GetValues<RequestOutcome>().ToDictionary(o => o, o => (o.ToTag(), o.IsError()));

        Assert.Equal(
            new Dictionary<RequestOutcome, (string, bool)>
            {
                [RequestOutcome.Completed] = ("completed", false),
                [RequestOutcome.Rejected] = ("rejected", true),
                [RequestOutcome.ProviderError] = ("provider_error", true),
                [RequestOutcome.Failed] = ("failed", true),
                [RequestOutcome.LastResort] = ("last_resort", true),
                [RequestOutcome.Broken] = ("broken", true),
                [RequestOutcome.ClientGone] = ("client_gone", false),
                [RequestOutcome.Faulted] = ("faulted", true),
            },
            tags);
    }

    [Fact]
    public void FinishReasonTags_EveryReason_IsOpenAisWord()
    {
        var tags = Enum.GetValues<FinishReason>().ToDictionary(r => r, r => FinishReasonTags.Of(r)?.Single());

        Assert.Equal(
            new Dictionary<FinishReason, string?>
            {
                [FinishReason.None] = null,
                [FinishReason.Stop] = "stop",
                [FinishReason.Length] = "length",
                [FinishReason.ToolCalls] = "tool_calls",
                [FinishReason.ContentFilter] = "content_filter",
                [FinishReason.FunctionCall] = "function_call",
                [FinishReason.Other] = "other",
            },
            tags);
    }

    [Theory]
    [InlineData(ProviderNames.OpenAi, "api.openai.com", "openai")]
    [InlineData(ProviderNames.Anthropic, null, "anthropic")]
    [InlineData(ProviderNames.AzureOpenAi, "acme.openai.azure.com", "azure.ai.openai")]
    [InlineData(ProviderNames.Sandbox, null, "sandbox")]
    [InlineData(ProviderNames.OpenAiCompatible, null, "openai")]
    [InlineData(ProviderNames.OpenAiCompatible, "gpu0", "openai")]
    [InlineData(ProviderNames.OpenAiCompatible, "api.groq.com", "groq")]
    [InlineData(ProviderNames.OpenAiCompatible, "API.Mistral.AI", "mistral_ai")]
    [InlineData(ProviderNames.OpenAiCompatible, "api.x.ai", "x_ai")]
    [InlineData(ProviderNames.OpenAiCompatible, "x.ai", "x_ai")]
    [InlineData(ProviderNames.OpenAiCompatible, "phoenix.ai", "openai")]
    public void GenAiProviders_ProviderAndHost_IsTheConventionsName(string provider, string? host, string expected) =>
        Assert.Equal(expected, GenAiProviders.Of(provider, host));

    [Theory]
    [InlineData(200, "200")]
    [InlineData(0, "0")]
    [InlineData(-1, "other")]
    [InlineData(600, "other")]
    public void StatusText_AnyStatus_IsFromAClosedSet(int status, string expected) =>
        Assert.Equal(expected, StatusText.Of(status));
}
