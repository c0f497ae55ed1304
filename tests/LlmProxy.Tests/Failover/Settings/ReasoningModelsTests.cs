using LlmProxy.Exchange;
using LlmProxy.Failover.Planning;
using LlmProxy.Failover.Settings;
using LlmProxy.Tests.Exchange.Delivery;

namespace LlmProxy.Tests.Failover.Settings;

public sealed class ReasoningModelsTests
{
    [Theory]
    [InlineData("o1")]
    [InlineData("o3-mini")]
    [InlineData("o4-mini")]
    [InlineData("gpt-5")]
    [InlineData("GPT-5.6-pro")]
    [InlineData("openai/gpt-oss-120b")]
    [InlineData("openai.gpt-oss-20b-1:0")]
    [InlineData("claude-3-7-sonnet-20250219")]
    [InlineData("claude-opus-4-7")]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0")]
    [InlineData("anthropic/claude-haiku-4.5")]
    [InlineData("gemini-2.5-pro")]
    [InlineData("google/gemini-3.1-pro-preview")]
    [InlineData("deepseek-reasoner")]
    [InlineData("us.deepseek.r1-v1:0")]
    [InlineData("deepseek-ai/DeepSeek-V3.1")]
    [InlineData("x-ai/grok-4")]
    [InlineData("grok-4-1-fast-reasoning")]
    [InlineData("magistral-medium-latest")]
    [InlineData("sonar-reasoning-pro")]
    [InlineData("qwen3-32b-thinking")]
    [InlineData("moonshotai/Kimi-K2.5")]
    public void Has_ModelThatReasons_IsKnown(string model) => Assert.True(ReasoningModels.Default.Has(model));

    [Theory]
    [InlineData("gpt-4o")]
    [InlineData("gpt-4.1-mini")]
    [InlineData("gpt-3.5-turbo")]
    [InlineData("claude-3-5-sonnet-20241022")]
    [InlineData("claude-3-haiku-20240307")]
    [InlineData("gemini-2.0-flash")]
    [InlineData("deepseek-chat")]
    [InlineData("grok-4-1-fast-non-reasoning")]
    [InlineData("mistral-large-latest")]
    [InlineData("llama-3.3-70b-versatile")]
    [InlineData("qwen/gpt-4o")]
    [InlineData("octo1")]
    [InlineData("")]
    [InlineData(null)]
    public void Has_AnyOther_IsNot(string? model) => Assert.False(ReasoningModels.Default.Has(model));

    [Fact]
    public void Has_AddedPattern_IsKnownInAnyCase()
    {
        var models = new ReasoningModels(["My-Thinker-*"]);

        Assert.True(models.Has("my-thinker-7b"));
        Assert.True(models.Has("lab/MY-THINKER-7B"));
        Assert.True(models.Has("o1"));
        Assert.False(models.Has("my-talker"));
    }

    [Theory]
    [InlineData("o1", 300)]
    [InlineData("gpt-4o", 30)]
    public void Attempt_ModelThatReasons_MayBeSilentForLonger(string model, int seconds)
    {
        var exchange = Exchanges.Create();

        var attempt = new LlmAttempt(exchange, new FailoverTarget(exchange.Attempt!.Cluster, model), exchange.Attempt.Adapter);

        Assert.Equal(TimeSpan.FromSeconds(seconds), attempt.Timeouts.FirstByte);
        Assert.Equal(TimeSpan.FromSeconds(seconds), attempt.Timeouts.Idle);
        Assert.Equal(TimeSpan.FromMinutes(10), attempt.Timeouts.Total);
    }

    [Fact]
    public void Has_MoreNamesThanAreRemembered_StillAnswers()
    {
        var models = new ReasoningModels([]);
        for (var i = 0; i < 3000; i++)
            Assert.Equal(i % 2 == 0, models.Has(i % 2 == 0 ? $"o1-{i}" : $"x{i}"));
    }
}
