using System.Diagnostics.Metrics;
using System.Text;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Requests;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Failover.Planning;
using LlmProxy.Health.Degradation;
using LlmProxy.Metering.Tokens;
using LlmProxy.Metering.Tokens.Learning;
using LlmProxy.Prompts;
using LlmProxy.Prompts.Files;
using LlmProxy.Telemetry;
using LlmProxy.Tests.Balancing;
using LlmProxy.Tests.Exchange.Delivery;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Tests.Metering.Tokens;

public sealed class PromptEstimatorTests : IDisposable
{
    private const string Chat = """{"messages":[{"role":"user","content":"Hello Hello Hello Hello Hello Hello Hello Hello Hello Hello"}]}""";

    private readonly ServiceProvider _services;
    private readonly TokenFactors _factors = new(new TestClock());
    private readonly PromptEstimator _estimator;
    private readonly BufferBudget _budget;
    private long _room = 1_000_000;

    public PromptEstimatorTests()
    {
        _services = new ServiceCollection().AddSideComponent(ComponentNames.TokenLearning).BuildServiceProvider();
        _budget = new(() => _room);
        _estimator = new PromptEstimator(
            _factors, new TokenMetrics(_services.GetRequiredService<IMeterFactory>(), new ModelLabels()), _services.GetRequiredService<Degradations>(), _budget);
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Count_Twice_IsMadeOnce()
    {
        var exchange = Create(Chat);
        var estimate = _estimator.Count(exchange, "gpt-4o");
        var counted = exchange.Counted;
        // 3 + role + ten words + 3.
        Assert.Equal(new PromptEstimate(17, true, "o200k_base"), estimate);
        Assert.Equal(estimate, _estimator.Count(exchange, "gpt-4o"));
        Assert.Same(counted, exchange.Counted);
    }

    [Theory]
    [InlineData("gpt-4o", 17, true)]
    [InlineData("gpt-4o", 8, false)]
    [InlineData("claude-x", 20, true)] // 17 * 1.2
    [InlineData("claude-x", 8, false)]
    public void CountUpTo_Limit_IsCountedToTheEndWhereItFits(string model, long limit, bool isWhole)
    {
        var exchange = Create(Chat);

        Assert.Equal(isWhole ? limit : null, _estimator.CountUpTo(exchange, model, limit)?.Tokens);
        // Half a count is not kept.
        Assert.Equal(isWhole, exchange.Counted is not null);
    }

    [Fact]
    public void CountUpTo_CountedBefore_CostsNothing()
    {
        var exchange = Create(Chat);
        _estimator.Count(exchange, "gpt-4o");

        Assert.Equal(17, _estimator.CountUpTo(exchange, "gpt-4o", 1)!.Value.Tokens);
    }

    [Fact]
    public void Count_AnotherModel_IsCountedAnew()
    {
        var exchange = Create(Chat);
        Assert.Equal(17, _estimator.Count(exchange, "gpt-4o").Tokens);
        // 17 * 1.2 = 20.4.
        Assert.Equal(new PromptEstimate(20, false, "o200k_base"), _estimator.Count(exchange, "claude-x"));
    }

    [Fact]
    public void Count_AfterTheBodyWasGivenBack_IsNothing()
    {
        var exchange = Create(Chat);
        exchange.Body!.Dispose();
        Assert.Equal(0, _estimator.Count(exchange, "gpt-4o").Tokens);
        Assert.Equal(0, _estimator.UpperBound(exchange, "gpt-4o"));
    }

    [Fact]
    public void Count_PromptThatTheProviderKeeps_IsNotExact()
    {
        var exchange = Create("""{"previous_response_id":"resp_1","input":"Hello"}""", "/v1/responses");
        Assert.False(_estimator.Count(exchange, "gpt-4o").IsExact);
    }

    [Fact]
    public void CountOutput_FamilyWithoutTokenizer_IsByItsFactor()
    {
        Assert.Equal(10, _estimator.CountOutput("Hello Hello Hello Hello Hello Hello Hello Hello Hello Hello"u8, "gpt-4o"));
        Assert.Equal(12, _estimator.CountOutput("Hello Hello Hello Hello Hello Hello Hello Hello Hello Hello"u8, "claude-x"));
    }

    [Theory]
    [InlineData("""{"messages":[]}""", "/v1/chat/completions", 1_024)]
    [InlineData("""{"messages":[],"max_tokens":50}""", "/v1/chat/completions", 50)]
    [InlineData("""{"messages":[],"max_tokens":50,"n":3}""", "/v1/chat/completions", 150)]
    [InlineData("""{"messages":[],"max_tokens":50,"max_completion_tokens":70}""", "/v1/chat/completions", 70)]
    [InlineData("""{"messages":[],"max_completion_tokens":1,"max_tokens":100000}""", "/v1/chat/completions", 100_000)]
    [InlineData("""{"messages":[],"max_output_tokens":1}""", "/v1/chat/completions", 1_024)]
    [InlineData("""{"messages":[],"max_tokens":9e99,"n":1000000000}""", "/v1/chat/completions", 1_000_000_000_000_000)]
    [InlineData("""{"input":"x","max_output_tokens":20}""", "/v1/responses", 20)]
    [InlineData("""{"prompt":"x","max_tokens":9223372036854775807,"n":2}""", "/v1/completions", 1_000_000_000_000_000)]
    [InlineData("""{"input":"x"}""", "/v1/embeddings", 0)]
    public void OutputReserve_Request_IsWhatItMayCost(string body, string path, long expected) =>
        Assert.Equal(expected, _estimator.OutputReserve(Create(body, path)));

    [Fact]
    public void Learn_CountedPrompt_MovesTheFactor()
    {
        var exchange = Create(Chat, model: "claude-x");
        _estimator.Count(exchange, "claude-x");
        exchange.Attempt!.Usage = new TokenUsage { InputTokens = 34 };
        _estimator.Learn(exchange.Attempt);
        // Twice is taken as 1.5 times what is known, 1.8; 1.2 + (1.8 - 1.2) / 4.
        Assert.Equal(1.35, _factors.Of("claude-x").Ratio, 10);
    }

    [Fact]
    public void Learn_PromptsThatNobodyCounted_TakesOneInSixteen()
    {
        for (var i = 0; i < 64; i++)
        {
            var exchange = Create(Chat, model: "claude-x");
            exchange.Attempt!.Usage = new TokenUsage { InputTokens = 20 };
            _estimator.Learn(exchange.Attempt);
        }

        Assert.Equal(4, _factors.Of("claude-x").Samples);
    }

    [Fact]
    public void Learn_NothingReported_LearnsNothing()
    {
        var exchange = Create(Chat, model: "claude-x");
        _estimator.Count(exchange, "claude-x");
        _estimator.Learn(exchange.Attempt!);
        Assert.True(_factors.Of("claude-x").IsStart);
    }

    [Fact]
    public void Count_WithAPromptToCome_TakesRoomForItAndGivesItBack()
    {
        var exchange = WithPrompt();

        // 17 as above, and 3 + role + "Be brief." in 3.
        Assert.Equal(24, _estimator.Count(exchange, "gpt-4o").Tokens);

        Assert.Equal(0, _budget.UsedBytes);
    }

    [Fact]
    public void Count_NoRoomForThePrompt_IsRefused()
    {
        _room = 0;

        var error = Assert.Throws<LlmException>(() => _estimator.Count(WithPrompt(), "gpt-4o"));

        Assert.Equal((503, "overloaded"), (error.Error.Status, error.Error.Code));
        Assert.Equal(0, _budget.UsedBytes);
    }

    private static LlmExchange WithPrompt()
    {
        var exchange = Create(Chat);
        exchange.Prompt = new PromptUse { Template = PromptFileReader.Read(new("chat", "v1"), "Be brief.", "x").Template, Bytes = 9 };
        return exchange;
    }

    private static LlmExchange Create(string json, string path = "/v1/chat/completions", string model = "gpt-4o")
    {
        var exchange = Exchanges.Create(path);
        var body = new PooledBody(new BufferBudget(() => 1_000_000), json.Length);
        System.Buffers.BuffersExtensions.Write(body, Encoding.UTF8.GetBytes(json));
        exchange.Body = body;
        exchange.Request = LlmRequestReader.Read(body.Memory, maxDepth: 64);
        exchange.Attempt = new LlmAttempt(exchange, new FailoverTarget(exchange.Attempt!.Cluster, model), exchange.Attempt.Adapter);
        return exchange;
    }
}
