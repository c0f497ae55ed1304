using System.Text;
using LlmProxy.Load.Chaos;

namespace LlmProxy.Tests.Bench.Chaos;

public sealed class AnswerCheckTests
{
    private const int Id = 17;

    private static readonly string Whole = Stream(ChaosMessages.Pieces) + ChaosMessages.LastFrames(wantsUsage: false);

    private static readonly string Error = $"data: {ChaosMessages.Error}\n\n";

    [Fact]
    public void Judge_WholeStream_IsWhole() => Assert.Equal(AnswerVerdict.Whole, JudgeStream(Whole));

    [Fact]
    public void Judge_Comments_DoNotMatter() => Assert.Equal(
        AnswerVerdict.Whole, JudgeStream(": keep-alive\n\n" + Whole.Replace("data: [DONE]", ": keep-alive\n\ndata: [DONE]", StringComparison.Ordinal)));

    [Fact]
    public void Judge_StreamWithErrorAndAbort_IsBrokenOff() =>
        Assert.Equal(AnswerOutcome.BrokenOff, JudgeStream(Stream(3) + Error, complete: false).Outcome);

    [Fact]
    public void Judge_WholeAnswerOfALaterAttempt_IsWhole() =>
        Assert.Equal(AnswerVerdict.Whole, JudgeStream(Whole.Replace($"[{Id}.1.", $"[{Id}.4.", StringComparison.Ordinal)));

    [Fact]
    public void Judge_StreamTornWithoutError_IsWrong() => AssertWrong("torn without an error event after piece 3 of 6", Stream(3), complete: false);

    [Fact]
    public void Judge_ErrorAndCleanEnd_IsWrong() => AssertWrong("a clean end without [DONE] after piece 3 of 6, 1 errors", Stream(3) + Error);

    [Fact]
    public void Judge_CleanEndWithoutDone_IsWrong() => AssertWrong("a clean end without [DONE] after piece 6 of 6, 0 errors", Stream(6));

    [Fact]
    public void Judge_FalseDone_IsWrong() => AssertWrong("a false [DONE] after piece 3 of 6", Stream(3) + "data: [DONE]\n\n");

    [Fact]
    public void Judge_DoneAfterError_IsWrong() =>
        AssertWrong("something after the error: data: [DONE]", Stream(3) + Error + "data: [DONE]\n\n", complete: false);

    [Fact]
    public void Judge_TwoErrors_IsWrong() =>
        AssertWrong($"something after the error: {Error.TrimEnd()}", Stream(3) + Error + Error, complete: false);

    [Fact]
    public void Judge_SomethingAfterDone_IsWrong() =>
        AssertWrong($"something after the [DONE]: {Error.TrimEnd()}", Whole + Error, complete: false);

    [Fact]
    public void Judge_AbortAfterDone_IsWrong() => AssertWrong("an aborted connection after [DONE]", Whole, complete: false);

    [Fact]
    public void Judge_DoubledPiece_IsWrong() => AssertWrong("piece 2 in place 3", Stream(3) + ChaosMessages.ContentFrame(Id, 1, 2));

    [Fact]
    public void Judge_MissingPiece_IsWrong() => AssertWrong("piece 4 in place 3", Stream(3) + ChaosMessages.ContentFrame(Id, 1, 4));

    [Fact]
    public void Judge_PieceOfAnotherAttempt_IsWrong() =>
        AssertWrong("piece 3 of attempt 2 after one of attempt 1", Stream(3) + ChaosMessages.ContentFrame(Id, 2, 3));

    [Fact]
    public void Judge_PieceOfAnotherRequest_IsWrong() => AssertWrong("a piece of request 18", Stream(3) + ChaosMessages.ContentFrame(18, 1, 3));

    [Fact]
    public void Judge_SecondRoleInTheMiddle_IsWrong() =>
        Assert.StartsWith("an unknown line", JudgeStream(Stream(3) + ChaosMessages.RoleFrame).Why, StringComparison.Ordinal);

    [Fact]
    public void Judge_BrokenFrame_IsWrong() =>
        Assert.StartsWith("an unknown line", JudgeStream(ChaosMessages.BrokenFrame + Whole).Why, StringComparison.Ordinal);

    [Fact]
    public void Judge_UsageThatNobodyAskedFor_IsWrong() => Assert.Equal(
        AnswerOutcome.Wrong, JudgeStream(Stream(ChaosMessages.Pieces) + ChaosMessages.LastFrames(wantsUsage: true)).Outcome);

    [Fact]
    public void Judge_WholeJson_IsWhole() => Assert.Equal(AnswerVerdict.Whole, JudgePlain(ChaosMessages.Json(Id, 3)));

    [Fact]
    public void Judge_JsonOfAnotherRequest_IsWrong() => Assert.Equal(AnswerOutcome.Wrong, JudgePlain(ChaosMessages.Json(18, 1)).Outcome);

    [Fact]
    public void Judge_JsonThatIsCut_IsWrongUnlessItsConnectionWas()
    {
        var half = ChaosMessages.Json(Id, 1)[..200];

        Assert.Equal(AnswerOutcome.Wrong, JudgePlain(half).Outcome);
        Assert.Equal(AnswerOutcome.BrokenOff, JudgePlain(half, complete: false).Outcome);
    }

    [Fact]
    public void Judge_ErrorInsideOf200_IsWrong() => Assert.Equal(AnswerOutcome.Wrong, JudgePlain(ChaosMessages.Error).Outcome);

    [Fact]
    public void Judge_ErrorStatus_IsRefused() =>
        Assert.Equal(AnswerOutcome.Refused, AnswerCheck.Judge(Id, true, 503, Encoding.ASCII.GetBytes(ChaosMessages.Error), complete: true).Outcome);

    [Theory]
    [InlineData(0, "", false)]
    [InlineData(502, "", true)]
    [InlineData(502, "{\"error\":{}}", false)]
    public void Judge_NoAnswerOrNoError_IsWrong(int status, string body, bool complete) =>
        Assert.Equal(AnswerOutcome.Wrong, AnswerCheck.Judge(Id, true, status, Encoding.ASCII.GetBytes(body), complete).Outcome);

    private static string Stream(int pieces) =>
        ChaosMessages.RoleFrame + string.Concat(Enumerable.Range(0, pieces).Select(number => ChaosMessages.ContentFrame(Id, 1, number)));

    private static AnswerVerdict JudgeStream(string body, bool complete = true) =>
        AnswerCheck.Judge(Id, stream: true, 200, Encoding.ASCII.GetBytes(body), complete);

    private static AnswerVerdict JudgePlain(string body, bool complete = true) =>
        AnswerCheck.Judge(Id, stream: false, 200, Encoding.ASCII.GetBytes(body), complete);

    private static void AssertWrong(string why, string body, bool complete = true) =>
        Assert.Equal(AnswerVerdict.Wrong(why), JudgeStream(body, complete));
}
