using LlmProxy.Prompts.Evaluations.Files;

namespace LlmProxy.Tests.Prompts.Evaluations.Files;

public sealed class FeedbackIndexTests
{
    [Fact]
    public void Add_BeyondTheBytes_IsLeftOutAndCounted()
    {
        // One is 100 bytes, and two for each of the 1 + 12 characters of A and {"rating":1}: 126.
        var index = new FeedbackIndex(252);

        Assert.True(index.Add(Said("A", 1)) && index.Add(Said("B", 2)) && index.Add(Said("C", 3)));

        Assert.Equal(1, index.LeftOut);
        Assert.Equal("""{"request_id":"B","feedback":{"rating":2}}""", Joined(index, "B"));
        Assert.Equal("""{"request_id":"C"}""", Joined(index, "C"));
    }

    [Fact]
    public void Add_SaidAgain_TakesTheRoomOfTheFormer()
    {
        var index = new FeedbackIndex(126);

        for (var i = 1; i <= 5; i++)
            index.Add(Said("A", i));

        Assert.Equal(0, index.LeftOut);
        Assert.Equal("""{"request_id":"A","feedback":{"rating":5}}""", Joined(index, "A"));
    }

    [Fact]
    public void Add_SaidAgainWithoutRoom_LeavesNothingThatHoldsNoMore()
    {
        var index = new FeedbackIndex(126);
        index.Add(Said("A", 1));

        index.Add("""{"type":"feedback","request_id":"A","rating":5,"comment":"long"}""");

        Assert.Equal(1, index.LeftOut);
        Assert.Equal("""{"request_id":"A"}""", Joined(index, "A"));
    }

    private static string Said(string id, int rating) => $$"""{"type":"feedback","request_id":"{{id}}","rating":{{rating}}}""";

    private static string Joined(FeedbackIndex index, string id) => index.Join($$"""{"request_id":"{{id}}"}""", new EvaluationHead(id, default, null, null, HasFeedback: false));
}
