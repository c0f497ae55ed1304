using System.Text.Json;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.External;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Tests.Guardrails.External;

public sealed class ModerationPolicyTests
{
    private const string Hate = """{"flagged":true,"categories":{"hate":true,"violence":false},"category_scores":{"hate":0.7,"violence":0.4}}""";
    private const string Fine = """{"flagged":false,"categories":{"hate":false,"violence":false},"category_scores":{"hate":0.1,"violence":0.2}}""";

    [Fact]
    public void Judge_NoThreshold_TakesTheEndpointsWord()
    {
        Check(new(), Fine, VerdictLevel.Clean, 0.2, "");
        Check(new(), Hate, VerdictLevel.Found, 0.7, "hate");
        Check(new(), """{"flagged":true}""", VerdictLevel.Found, null, "flagged");
    }

    [Fact]
    public void Judge_Threshold_GoesByTheScores()
    {
        Check(new() { Threshold = 0.7 }, Hate, VerdictLevel.Found, 0.7, "hate");
        Check(new() { Threshold = 0.71 }, Hate, VerdictLevel.Clean, 0.7, "");
        Check(new() { Threshold = 0.4 }, Hate, VerdictLevel.Found, 0.7, "hate violence");
        Check(new() { Threshold = 0.2 }, Fine, VerdictLevel.Found, 0.2, "violence");
    }

    [Fact]
    public void Judge_FlagThreshold_MakesSuspect()
    {
        Check(new() { FlagThreshold = 0.2 }, Fine, VerdictLevel.Suspect, 0.2, "violence");
        Check(new() { FlagThreshold = 0.3 }, Fine, VerdictLevel.Clean, 0.2, "");
        Check(new() { Threshold = 0.9, FlagThreshold = 0.5 }, Hate, VerdictLevel.Suspect, 0.7, "hate");
    }

    [Fact]
    public void Judge_Categories_OthersDoNotCount()
    {
        Check(new() { Categories = ["violence"] }, Hate, VerdictLevel.Clean, 0.4, "");
        Check(new() { Categories = ["Violence"], Threshold = 0.4 }, Hate, VerdictLevel.Found, 0.4, "violence");
    }

    [Fact]
    public void Judge_SeveralTexts_TheWorstCounts()
    {
        var verdict = new ModerationPolicy(new()).Judge(Answer(Fine, Hate, Fine), 3);

        Assert.Equal((VerdictLevel.Found, 0.7), (verdict.Level, verdict.Score));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"results":[]}""")]
    [InlineData("""{"results":[{}]}""")]
    [InlineData("""{"results":[{"flagged":"no"}]}""")]
    public void Judge_NoAnswer_IsNoJudgement(string answer) => Assert.Equal(
        GuardFailure.BadAnswer,
        Assert.Throws<GuardUnavailableException>(() => new ModerationPolicy(new()).Judge(JsonDocument.Parse(answer).RootElement, 1)).Failure);

    [Fact]
    public void Judge_FewerResultsThanTexts_IsNoJudgement() =>
        Assert.Throws<GuardUnavailableException>(() => new ModerationPolicy(new()).Judge(Answer(Fine), 2));

    [Fact]
    public void Judge_ThresholdWithoutScores_IsNoJudgement() =>
        Assert.Throws<GuardUnavailableException>(() => new ModerationPolicy(new() { Threshold = 0.5 }).Judge(Answer("""{"flagged":false}"""), 1));

    [Fact]
    public void Judge_CategoryThatTheEndpointDoesNotKnow_IsNoJudgement() =>
        Assert.Throws<GuardUnavailableException>(() => new ModerationPolicy(new() { Categories = ["violense"] }).Judge(Answer(Fine), 1));

    private static void Check(GuardrailOptions options, string result, VerdictLevel level, double? score, string types)
    {
        var verdict = new ModerationPolicy(options).Judge(Answer(result), 1);
        Assert.Equal((level, score, types), (verdict.Level, verdict.Score, string.Join(' ', verdict.Types ?? [])));
    }

    private static JsonElement Answer(params string[] results) => JsonDocument.Parse($$"""{"results":[{{string.Join(',', results)}}]}""").RootElement;
}
