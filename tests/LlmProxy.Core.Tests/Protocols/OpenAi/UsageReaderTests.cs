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
        var max = long.MaxValue;
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
