using LlmProxy.Metering.Prices;

namespace LlmProxy.Tests.Metering.Prices;

public class PriceVendorsTests
{
    [Theory]
    [InlineData("openai", "127.0.0.1", "openai")]
    [InlineData("azure-openai", "x.openai.azure.com", "azure")]
    [InlineData("anthropic", "api.anthropic.com", "anthropic")]
    [InlineData("sandbox", "", "sandbox")]
    [InlineData("openai-compatible", "api.openai.com", "openai")]
    [InlineData("openai-compatible", "api.groq.com", "groq")]
    [InlineData("openai-compatible", "API.MISTRAL.AI", "mistral")]
    [InlineData("openai-compatible", "api.deepseek.com", "deepseek")]
    [InlineData("openai-compatible", "api.x.ai", "xai")]
    [InlineData("openai-compatible", "openrouter.ai", "openrouter")]
    [InlineData("openai-compatible", "api.together.xyz", "together")]
    [InlineData("openai-compatible", "api.cerebras.ai", "cerebras")]
    [InlineData("openai-compatible", "api.perplexity.ai", "perplexity")]
    [InlineData("openai-compatible", "api.cohere.ai", "cohere")]
    [InlineData("openai-compatible", "api.voyageai.com", "voyage")]
    [InlineData("openai-compatible", "generativelanguage.googleapis.com", "gemini")]
    [InlineData("openai-compatible", "bedrock-runtime.us-east-1.amazonaws.com", "bedrock")]
    [InlineData("openai-compatible", "gpu0", null)]
    [InlineData("openai-compatible", "notgroq.com", null)]
    [InlineData("openai-compatible", "groq.com.evil.example", null)]
    public void Of_ProviderAndHost_WhosePricesHold(string provider, string host, string? vendor) =>
        Assert.Equal(vendor, PriceVendors.Of(provider, [host]));

    [Fact]
    public void Of_HostsOfTwoVendors_NobodysPricesHold()
    {
        Assert.Equal("groq", PriceVendors.Of("openai-compatible", ["api.groq.com", "eu.groq.com"]));
        Assert.Null(PriceVendors.Of("openai-compatible", ["api.groq.com", "api.together.xyz"]));
        Assert.Null(PriceVendors.Of("openai-compatible", ["api.groq.com", "gpu0"]));
        Assert.Null(PriceVendors.Of("openai-compatible", []));
    }
}
