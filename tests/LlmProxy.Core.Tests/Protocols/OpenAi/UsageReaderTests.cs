using System.Text;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Protocols.OpenAi;

namespace LlmProxy.Core.Tests.Protocols.OpenAi;

public class UsageReaderTests
{
    [Fact]
    public void Read_Chat_TakesAllDetails() => Assert.Equal(
        new TokenUsage
        {
            InputTokens = 100,
            CachedInputTokens = 64,
            CacheWriteTokens = 10,
            InputAudioTokens = 5,
            OutputTokens = 50,
            ReasoningTokens = 20,
            OutputAudioTokens = 7,
        },
        Read("""
            {"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,
             "prompt_tokens_details":{"cached_tokens":64,"cache_write_tokens":10,"audio_tokens":5},
             "completion_tokens_details":{"reasoning_tokens":20,"audio_tokens":7,"accepted_prediction_tokens":1}}
            """));

    [Fact]
    public void Read_Responses_TakesAllDetails() => Assert.Equal(
        new TokenUsage { InputTokens = 20, CachedInputTokens = 5, OutputTokens = 8, ReasoningTokens = 2 },
        Read("""
            {"input_tokens":20,"input_tokens_details":{"cached_tokens":5},
             "output_tokens":8,"output_tokens_details":{"reasoning_tokens":2},"total_tokens":28}
            """));

    [Theory]
    [InlineData("""{"prompt_tokens":8,"total_tokens":8}""", 8L, null)] // OpenAI embeddings
    [InlineData("""{"total_tokens":8}""", 8L, null)] // Voyage embeddings
    [InlineData("""{"completion_tokens":3,"total_tokens":8}""", null, 3L)]
    [InlineData("""{"prompt_tokens":null,"completion_tokens":null}""", null, null)]
    [InlineData("{}", null, null)]
    public void Read_FewCounts_LeavesTheOthersUnreported(string json, long? input, long? output) =>
        Assert.Equal(new TokenUsage { InputTokens = input, OutputTokens = output }, Read(json));

    [Theory]
    [InlineData("""{"prompt_tokens":500,"prompt_cache_hit_tokens":384,"prompt_cache_miss_tokens":116}""")] // DeepSeek
    [InlineData("""{"prompt_tokens":500,"num_cached_tokens":384}""")] // Mistral
    [InlineData("""{"cached_tokens":384,"prompt_tokens":500}""")] // Moonshot
    [InlineData("""{"prompt_cache_hit_tokens":1,"prompt_tokens_details":{"cached_tokens":384},"prompt_tokens":500}""")]
    public void Read_CachedTokensOfOneProvider_AreCached(string json) =>
        Assert.Equal(new TokenUsage { InputTokens = 500, CachedInputTokens = 384 }, Read(json));

    [Theory]
    [InlineData("999999999999", 999_999_999_999L)]
    [InlineData("1000000000000", null)]
    [InlineData("9223372036854775807", null)]
    public void Read_AbsurdCount_CountsAsNotReported(string count, long? input) =>
        Assert.Equal(new TokenUsage { InputTokens = input, OutputTokens = 3 }, Read($$"""{"prompt_tokens":{{count}},"completion_tokens":3}"""));

    [Fact]
    public void Read_TotalHasMoreThanBothNamed_TheRestIsReasoning() => Assert.Equal(
        new TokenUsage { InputTokens = 35, OutputTokens = 74, ReasoningTokens = 62 },
        Read("""{"completion_tokens":12,"prompt_tokens":35,"total_tokens":109}"""));

    [Theory]
    [InlineData("""{"prompt_tokens":1,"cost":0.25}""", "0.25")]
    [InlineData("""{"prompt_tokens":1,"cost":2e-05}""", "0.00002")]
    [InlineData("""{"prompt_tokens":1,"cost":0}""", "0")]
    [InlineData("""{"prompt_tokens":1,"cost":{"total_cost":0.00503,"request_cost":0.005}}""", "0.00503")]
    [InlineData("""{"prompt_tokens":1,"cost_in_usd_ticks":37756000}""", "0.0037756")]
    [InlineData("""{"prompt_tokens":1,"cost_in_usd_ticks":2500000000000}""", "250")]
    [InlineData("""{"prompt_tokens":1,"cost":0.01,"is_byok":true,"cost_details":{"upstream_inference_cost":0.2}}""", "0.21")]
    [InlineData("""{"prompt_tokens":1,"cost":0.2,"is_byok":false,"cost_details":{"upstream_inference_cost":0.2}}""", "0.2")]
    [InlineData("""{"prompt_tokens":1,"cost":0.01,"is_byok":true,"cost_details":{"upstream_inference_cost":null}}""", null)]
    [InlineData("""{"prompt_tokens":1,"cost":-1}""", null)]
    [InlineData("""{"prompt_tokens":1,"cost":1e300}""", null)]
    [InlineData("""{"prompt_tokens":1,"cost":2000000}""", null)]
    [InlineData("""{"prompt_tokens":1,"cost":"0.1"}""", null)]
    [InlineData("""{"prompt_tokens":1,"cost":{}}""", null)]
    [InlineData("""{"prompt_tokens":1,"cost_in_usd_ticks":-5}""", null)]
    [InlineData("""{"prompt_tokens":1,"cost_in_usd_ticks":9223372036854775807}""", null)]
    [InlineData("""{"prompt_tokens":1}""", null)]
    public void Read_CostThatTheProviderStates_IsInDollars(string json, string? cost) =>
        Assert.Equal(cost is null ? null : decimal.Parse(cost, System.Globalization.CultureInfo.InvariantCulture), Read(json).ReportedCost);

    [Fact]
    public void Read_ImagesOfBothSides_AreTaken() => Assert.Equal(
        new TokenUsage { InputTokens = 50, InputImageTokens = 40, OutputTokens = 4160, OutputImageTokens = 4000 },
        Read("""
            {"input_tokens":50,"output_tokens":4160,"total_tokens":4210,
             "input_tokens_details":{"text_tokens":10,"image_tokens":40},"output_tokens_details":{"image_tokens":4000,"text_tokens":160}}
            """));

    [Fact]
    public void Read_Transcription_TakesItsAudio() => Assert.Equal(
        new TokenUsage { InputTokens = 14, InputAudioTokens = 14, OutputTokens = 45 },
        Read("""{"type":"tokens","input_tokens":14,"input_token_details":{"text_tokens":0,"audio_tokens":14},"output_tokens":45,"total_tokens":59}"""));

    [Fact]
    public void Read_CohereBilledUnits_AreTheCounts() => Assert.Equal(
        new TokenUsage { InputTokens = 51, OutputTokens = 66 },
        Read("""{"billed_units":{"input_tokens":51,"output_tokens":66},"tokens":{"input_tokens":267,"output_tokens":91}}"""));

    [Theory]
    [InlineData("default", ServiceTier.Standard)]
    [InlineData("standard", ServiceTier.Standard)]
    [InlineData("auto", ServiceTier.Standard)]
    [InlineData("on_demand", ServiceTier.Standard)]
    [InlineData("standard_only", ServiceTier.Standard)]
    [InlineData("Flex", ServiceTier.Flex)]
    [InlineData("priority", ServiceTier.Priority)]
    [InlineData("batch", ServiceTier.Batch)]
    [InlineData("scale", ServiceTier.Other)]
    [InlineData("", ServiceTier.Unstated)]
    public void Read_ServiceTier_IsToldByItsName(string name, ServiceTier tier) =>
        Assert.Equal(tier, Read($$"""{"prompt_tokens":1,"service_tier":"{{name}}"}""").ServiceTier);

    [Fact]
    public void Read_TotalCountsReasoningApart_AddsItToTheOutput() => Assert.Equal(
        // 291 + 26 + 196 = 513, so the 26 do not hold the 196
        new TokenUsage { InputTokens = 291, OutputTokens = 222, ReasoningTokens = 196 },
        Read("""
            {"prompt_tokens":291,"completion_tokens":26,"total_tokens":513,
             "completion_tokens_details":{"reasoning_tokens":196}}
            """));

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("9223372036854775808")]
    [InlineData("\"12\"")]
    [InlineData("true")]
    [InlineData("[1]")]
    public void Read_AbsurdCount_IsNotReported(string count)
    {
        var usage = Read($$"""
            {"prompt_tokens":{{count}},"completion_tokens":{{count}},"total_tokens":{{count}},
             "prompt_tokens_details":{"cached_tokens":{{count}},"cache_write_tokens":{{count}},"audio_tokens":{{count}}},
             "completion_tokens_details":{"reasoning_tokens":{{count}},"audio_tokens":{{count}}},
             "num_cached_tokens":{{count}}}
            """);
        Assert.Equal(default, usage);
    }

    [Fact]
    public void Read_PartLargerThanItsWhole_IsNotReported() => Assert.Equal(
        new TokenUsage { InputTokens = 10, OutputTokens = 10, OutputAudioTokens = 10 },
        Read("""
            {"prompt_tokens":10,"completion_tokens":10,"total_tokens":20,
             "prompt_tokens_details":{"cached_tokens":11,"cache_write_tokens":11,"audio_tokens":11},
             "completion_tokens_details":{"reasoning_tokens":11,"audio_tokens":10}}
            """));

    [Fact]
    public void Read_CountsNearTheLimit_DoNotOverflow()
    {
        var max = 999_999_999_999;
        var usage = Read($$"""
            {"prompt_tokens":{{max}},"completion_tokens":{{max}},"total_tokens":{{max - 2}},
             "completion_tokens_details":{"reasoning_tokens":{{max}} } }
            """);
        Assert.Equal(new TokenUsage { InputTokens = max, OutputTokens = max, ReasoningTokens = max }, usage);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"prompt_tokens\":1")]
    [InlineData("{\"prompt_tokens\":1}}")]
    public void Read_NoJsonObject_IsEmpty(string json) => Assert.True(Read(json).IsEmpty);

    [Fact]
    public void Read_DetailsThatAreNoObjects_AreIgnored() => Assert.Equal(
        new TokenUsage { InputTokens = 3 },
        Read("""{"prompt_tokens":3,"prompt_tokens_details":[{"cached_tokens":1}],"completion_tokens_details":null}"""));

    private static TokenUsage Read(string json) => UsageReader.Read(Encoding.UTF8.GetBytes(json));
}
