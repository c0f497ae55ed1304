using System.Text;
using LlmProxy.Exchange;
using LlmProxy.Metering.Deferred;

namespace LlmProxy.Tests.Metering.Deferred;

public sealed class WorkStatusesTests
{
    [Theory]
    [InlineData("validating", 1)]
    [InlineData("queued", 1)]
    [InlineData("in_progress", 1)]
    [InlineData("finalizing", 1)]
    [InlineData("cancelling", 1)]
    [InlineData("completed", 2)]
    [InlineData("incomplete", 2)]
    [InlineData("expired", 2)]
    [InlineData("cancelled", 2)]
    [InlineData("failed", 3)]
    [InlineData("Completed", 0)]
    [InlineData("ended", 0)]
    [InlineData("", 0)]
    public void Parse_Status_TellsWhetherWorkGoesOn(string status, int expected) =>
        Assert.Equal((WorkStatus)expected, WorkStatuses.Parse(Encoding.UTF8.GetBytes(status)));

    [Fact]
    public void Of_StreamThatHasEnded_TellsTheEndOfTheWork()
    {
        Assert.Equal(WorkStatus.Unstated, WorkStatuses.Of(new AnswerFacts()));
        Assert.Equal(WorkStatus.Running, WorkStatuses.Of(new AnswerFacts { Work = WorkStatus.Running }));
        Assert.Equal(WorkStatus.Ended, WorkStatuses.Of(new AnswerFacts { HasEnded = true }));
        Assert.Equal(WorkStatus.Failed, WorkStatuses.Of(new AnswerFacts { HasEnded = true, ErrorCode = "server_error" }));
    }
}
