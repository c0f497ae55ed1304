using LlmProxy.Core.Tokens.Prompts;
using LlmProxy.Metering.Tokens.Learning;
using LlmProxy.Tests.Balancing;

namespace LlmProxy.Tests.Metering.Tokens.Learning;

public sealed class TokenFactorsTests
{
    private readonly TestClock _clock = new();
    private readonly TokenFactors _factors;

    public TokenFactorsTests() => _factors = new TokenFactors(_clock);

    [Fact]
    public void Learn_OneSample_MovesByItsWeight()
    {
        _factors.Learn("claude-x", Text(1_000), billed: 1_600);
        // Starts at 1.2, worth 4 samples: 1.2 + (1.6 - 1.2) / 4 = 1.3.
        Assert.Equal(1.3, _factors.Of("claude-x").Ratio, 10);
        Assert.Equal(1_300, _factors.Of("claude-x").Apply(Text(1_000)));
    }

    [Fact]
    public void Learn_ManySamples_ComesToWhatIsReported()
    {
        for (var i = 0; i < 200; i++)
            _factors.Learn("claude-x", Text(1_000), billed: 1_450);
        Assert.Equal(1.45, _factors.Of("claude-x").Ratio, 3);
    }

    [Fact]
    public void Learn_AbsurdReport_MovesLittle()
    {
        for (var i = 0; i < 200; i++)
            _factors.Learn("claude-x", Text(1_000), billed: 1_200);
        _factors.Learn("claude-x", Text(1_000), billed: 5_000_000);
        // Taken as 1.5 times what is known, with a weight of a twentieth: 1.2 + 0.6 / 20 = 1.23.
        Assert.Equal(1.23, _factors.Of("claude-x").Ratio, 3);
    }

    [Fact]
    public void Learn_WithTools_LearnsTheOverheadAlone()
    {
        _factors.Learn("claude-x", new PromptCount(1_000, false, ToolTokens: 200, MediaTokens: 0), billed: 1_640);
        var factor = _factors.Of("claude-x");
        // 1,640 - 1.2 * 1,000 = 440, against 340 known with the weight of 4: 340 + 100 / 4.
        Assert.Equal(1.2, factor.Ratio);
        Assert.Equal(365, factor.ToolOverhead, 6);
    }

    [Fact]
    public void Learn_ImagesOrNextToNothing_TellNothing()
    {
        _factors.Learn("claude-x", new PromptCount(1_000, false, 0, MediaTokens: 500), billed: 9_000);
        _factors.Learn("claude-x", Text(15), billed: 90);
        Assert.True(_factors.Of("claude-x").IsStart);
        Assert.Empty(_factors.TakeChanges());
    }

    [Fact]
    public void Learn_MoreModelsThanAreKept_ForgetsTheOneUsedLeast()
    {
        for (var i = 0; i < TokenFactors.Capacity; i++)
        {
            _factors.Learn($"m{i}", Text(100), billed: 150);
            _clock.Advance(1);
        }

        _ = _factors.Of("m0");
        _factors.Learn("one more", Text(100), billed: 150);
        Assert.False(_factors.Of("m0").IsStart);
        Assert.True(_factors.Of("m1").IsStart);
        Assert.Equal(["m1"], _factors.Forgotten);
    }

    [Fact]
    public void Learn_FromManyThreads_LosesNothing()
    {
        Parallel.For(0, 1_000, _ => _factors.Learn("claude-x", Text(1_000), billed: 1_300));
        Assert.Equal(1_000, _factors.Of("claude-x").Samples);
    }

    [Fact]
    public void TakeChanges_Twice_GivesThemOnce()
    {
        _factors.Learn("claude-x", Text(1_000), billed: 1_300);
        Assert.Equal("claude-x", Assert.Single(_factors.TakeChanges()).Key);
        Assert.Empty(_factors.TakeChanges());
    }

    [Theory]
    [InlineData("anthropic/Claude-Opus-4", 1.20)]
    [InlineData("meta-llama/Llama-3.3-70B", 1.05)]
    [InlineData("who-knows", 1.10)]
    [InlineData(null, 1.10)]
    public void Of_NothingLearned_IsTheFamilys(string? model, double expected) => Assert.Equal(expected, _factors.Of(model).Ratio);

    private static PromptCount Text(long tokens) => new(tokens, false, 0, 0);
}
