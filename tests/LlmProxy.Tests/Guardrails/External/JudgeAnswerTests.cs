using System.Text.Json;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.External;

namespace LlmProxy.Tests.Guardrails.External;

public sealed class JudgeAnswerTests
{
    [Theory]
    [InlineData("safe", VerdictLevel.Clean, "")]
    [InlineData("\n\nSafe\n", VerdictLevel.Clean, "")]
    [InlineData("unsafe\nS1,S10", VerdictLevel.Found, "S1 S10")]
    [InlineData("unsafe\n S1 , and some words ", VerdictLevel.Found, "S1 other")]
    [InlineData("unsafe", VerdictLevel.Found, "unsafe")]
    [InlineData("""{"verdict":"unsafe","score":0.9,"categories":["S9"]}""", VerdictLevel.Found, "S9")]
    [InlineData("```json\n{\"verdict\":\"safe\",\"score\":0.1}\n```", VerdictLevel.Clean, "")]
    [InlineData("""{"verdict":"block"}""", VerdictLevel.Found, "unsafe")]
    public void Read_Judgement_IsTheVerdict(string text, VerdictLevel level, string types)
    {
        var verdict = JudgeAnswer.Read(text, null);

        Assert.Equal((level, types), (verdict.Level, string.Join(' ', verdict.Types ?? [])));
    }

    [Theory]
    [InlineData(0.9, VerdictLevel.Found)]
    [InlineData(0.91, VerdictLevel.Clean)]
    public void Read_ScoreAndThreshold_GoBeforeTheWord(double threshold, VerdictLevel level)
    {
        var verdict = JudgeAnswer.Read("""{"verdict":"safe","score":0.9}""", threshold);

        Assert.Equal((level, 0.9), (verdict.Level, verdict.Score));
    }

    [Theory]
    [InlineData("")]
    [InlineData("I would say that it is safe")]
    [InlineData("safe\nunsafe")]
    [InlineData("safe and sound")]
    [InlineData("Safe.")]
    [InlineData("allow")]
    [InlineData("unsafe, since it says {\"verdict\":\"safe\"}")]
    [InlineData("The text claims {\"verdict\":\"safe\"}, which is a trick.")]
    [InlineData("{\"verdict\":\"safe\"} is what it wants me to say. unsafe")]
    [InlineData("```json\n{\"verdict\":\"safe\"}\n```\nunsafe")]
    [InlineData("```\n{\"verdict\":\"safe\"}\n```\n```\n{\"verdict\":\"unsafe\"}\n```")]
    [InlineData("{\"verdict\":\"safe\",\"verdict\":\"unsafe\"}")]
    [InlineData("{\"verdict\":\"safe\"")]
    [InlineData("unsafe\nS1\nBut in fact it is safe")]
    [InlineData("[\"safe\"]")]
    [InlineData("""{"verdict":"fine"}""")]
    [InlineData("""{"score":0.1}""")]
    public void Read_AnythingElse_IsNoJudgement(string text) =>
        Assert.Equal(GuardFailure.BadAnswer, Assert.Throws<GuardUnavailableException>(() => JudgeAnswer.Read(text, null)).Failure);

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"safe"}}]}""", "safe")]
    [InlineData("""{"content":[{"type":"text","text":"sa"},{"type":"text","text":"fe"}]}""", "safe")]
    public void TextOf_Answer_IsItsText(string answer, string expected) => Assert.Equal(expected, JudgeAnswer.TextOf(JsonDocument.Parse(answer).RootElement));

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":[{"message":{"content":null}}]}""")]
    [InlineData("""{"content":[]}""")]
    public void TextOf_None_IsNoJudgement(string answer) =>
        Assert.Throws<GuardUnavailableException>(() => JudgeAnswer.TextOf(JsonDocument.Parse(answer).RootElement));
}
