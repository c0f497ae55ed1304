using System.Buffers;
using System.Text;
using LlmProxy.Core.Errors;

namespace LlmProxy.Core.Tests.Errors;

public class ErrorFrameWriterTests
{
    private static readonly LlmError Error = new(504, LlmErrorTypes.Timeout, "No byte\nfor 30 s.", "idle_timeout");

    [Fact]
    public void Write_Chat_IsBareDataOnOneLine()
    {
        Assert.Equal(
            "data: {\"error\":{\"message\":\"No byte\\nfor 30 s.\",\"type\":\"timeout_error\",\"param\":null,\"code\":\"idle_timeout\"}}\n\n",
            Frame(StreamErrorShape.Chat));
    }

    [Fact]
    public void Write_Responses_IsNamedAndFlat()
    {
        Assert.Equal(
            "event: error\ndata: {\"type\":\"error\",\"code\":\"idle_timeout\",\"message\":\"No byte\\nfor 30 s.\",\"param\":null,\"sequence_number\":7}\n\n",
            Frame(StreamErrorShape.Responses, sequenceNumber: 7));
    }

    [Fact]
    public void Write_ResponsesWithoutNumberAndCode_LeavesTheNumberOutAndNamesTheType()
    {
        Assert.Equal(
            "event: error\ndata: {\"type\":\"error\",\"code\":\"timeout_error\",\"message\":\"No byte\\nfor 30 s.\",\"param\":null}\n\n",
            Frame(StreamErrorShape.Responses, Error with { Code = null }));
    }

    [Fact]
    public void Write_Anthropic_IsNamedAndHasTheErrorBody()
    {
        Assert.Equal(
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"timeout_error\",\"message\":\"No byte\\nfor 30 s.\"},\"request_id\":\"01J\"}\n\n",
            Frame(StreamErrorShape.Anthropic, requestId: "01J"));
    }

    private static string Frame(
        StreamErrorShape shape, LlmError? error = null, string requestId = "", long? sequenceNumber = null)
    {
        var output = new ArrayBufferWriter<byte>();
        ErrorFrameWriter.Write(error ?? Error, shape, output, requestId, sequenceNumber);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
