using System.Text;

namespace LlmProxy.Core.Tests.Sse;

public class SseReaderFramingTests
{
    private const string Text = "{\"a\":\"héllo 世界 👩‍👩‍👧‍👦 \u2028 \u2029 \u0085\"}";

    public static TheoryData<string, string[]> Bodies => new()
    {
        { "", [] },
        { $"data: 1\n\ndata: {Text}\n\ndata: [DONE]\n\n", ["|1", $"|{Text}", "|[DONE]"] },
        { $"data: 1\r\n\r\ndata: {Text}\r\n\r\ndata: [DONE]\r\n\r\n", ["|1", $"|{Text}", "|[DONE]"] },
        { $"data: 1\r\rdata: {Text}\r\rdata: [DONE]\r\r", ["|1", $"|{Text}", "|[DONE]"] },
        { "data: 1\r\n\ndata: 2\r\rdata: 3\n\r\ndata: 4\n\n", ["|1", "|2", "|3", "|4"] },
        { "\uFEFFdata: 1\n\ndata: 2\n\n", ["|1", "|2"] },
        { "\uFEFF\ndata: 1\n\n\uFEFFdata: not a field\n\n", ["|1"] },
        { ": ping\n\n:\n\ndata: 1\n: inside\ndata: 2\n\n: end\n\n", ["|1\n2"] },
        { "\n\n\n\ndata: 1\n\n\n\r\r\n\rdata: 2\n\n", ["|1", "|2"] },
        { "event: x\ndata: {\"a\":\ndata: 1}\n\ndata\n\ndata:\ndata:\n\n", ["x|{\"a\":\n1}", "|", "|\n"] },
        { "data:1\n\ndata:  2\n\ndata: 3 \n\n", ["|1", "| 2", "|3 "] },
        { "event: ping\n\nevent: a\ndata: 1\n\ndata: 2\n\n", ["a|1", "|2"] },
        { "event: a\nevent: b\ndata: 1\n\nevent: a\nevent\ndata: 2\n\n", ["b|1", "|2"] },
        { "id: 7\nretry: 3000\nfoo: bar\nDATA: no\n data: no\ndataset: no\ndata: 1\n\n", ["|1"] },
        { "data: a:b: c\n\n", ["|a:b: c"] },
        { "data: 1\n\ndata: 2\n", ["|1", "|2"] },
        { "data: 1\n\ndata: [DONE]", ["|1", "|[DONE]"] },
        { "data: 1\n\ndata: a\r\ndata: b\r", ["|1", "|a\nb"] },
        { "data: 1\n\n: only a comment", ["|1"] },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void TryRead_WholeBody_GivesTheEventsOfTheStandard(string body, string[] expected)
    {
        var record = SseRecord.Of(Encoding.UTF8.GetBytes(body));
        Assert.Equal(expected, record.Events.Select(e => $"{e.Event}|{e.Data}"));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void TryRead_CutAtAnyTwoPlaces_GivesTheSameEventsAndBytes(string body, string[] expected)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        for (var first = 0; first <= bytes.Length; first++)
        {
            for (var second = first; second <= bytes.Length; second++)
            {
                var record = SseRecord.Of(bytes, first, second);
                Assert.Equal(expected, record.Events.Select(e => $"{e.Event}|{e.Data}"));
                Assert.Equal(bytes, record.Raw);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void TryRead_OneByteAtATime_GivesTheSameEventsAndBytes(string body, string[] expected)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var record = SseRecord.ByteByByte(bytes);
        Assert.Equal(expected, record.Events.Select(e => $"{e.Event}|{e.Data}"));
        Assert.Equal(bytes, record.Raw);
    }
}
