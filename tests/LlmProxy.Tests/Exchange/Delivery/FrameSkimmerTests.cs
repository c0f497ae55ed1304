using System.Text;
using LlmProxy.Core.Sse;
using LlmProxy.Exchange.Delivery;

namespace LlmProxy.Tests.Exchange.Delivery;

public sealed class FrameSkimmerTests
{
    [Theory]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n", true)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":null}],\"usage\":null}\n\n", true)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\": null}],\"usage\" : null}\n\n", true)]
    [InlineData("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n", false)]
    [InlineData("data: {\"choices\":[{\"finish_reason\":null},{\"finish_reason\":\"stop\"}]}\n\n", false)]
    [InlineData("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1}}\n\n", false)]
    [InlineData("data: {\"choices\":[],\"x_groq\":{\"usage\":{\"prompt_tokens\":1}}}\n\n", false)]
    [InlineData("data: {\"error\":{\"message\":\"x\"}}\n\n", false)]
    [InlineData("data: [DONE]\n\n", false)]
    [InlineData("event: response.output_text.delta\ndata: {}\n\n", true)]
    [InlineData("event: response.completed\ndata: {}\n\n", false)]
    [InlineData("event: content_block_delta\ndata: {}\n\n", true)]
    [InlineData("event: message_delta\ndata: {}\n\n", false)]
    [InlineData("event: error\ndata: {}\n\n", false)]
    public void IsPlainDelta_OnlyForWhatTellsNothingElse(string frame, bool expected)
    {
        using var reader = new SseReader();
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(frame);
        Assert.True(reader.TryRead(ref bytes, out var read));
        Assert.Equal(expected, FrameSkimmer.IsPlainDelta(read));
    }
}
