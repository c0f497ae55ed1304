using System.Text;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols.Anthropic;
using LlmProxy.Core.Sse;
using LlmProxy.Core.Tests.Protocols.OpenAi;
using LlmProxy.Core.Tokens.Answers;
using ClaudeFixture = LlmProxy.Core.Tests.Protocols.Anthropic.Fixture;

namespace LlmProxy.Core.Tests.Tokens.Answers;

public sealed class DeltaTextsTests
{
    public static TheoryData<string> OpenAiStreams => FixtureStream.Names;

    public static TheoryData<string> ClaudeStreams => ClaudeFixture.Names(".sse");

    [Theory]
    [MemberData(nameof(OpenAiStreams))]
    public void Tell_RecordedStreams_SaysWhatTheDecoderSays(string name) =>
        AssertSame(FixtureStream.DecoderFor(name), FixtureStream.BodyOf(name));

    [Theory]
    [MemberData(nameof(ClaudeStreams))]
    public void Tell_RecordedStreamsOfClaude_SaysWhatTheDecoderSays(string name) =>
        AssertSame(new MessagesStreamDecoder(), Encoding.UTF8.GetBytes(ClaudeFixture.Text(name + ".sse")));

    [Theory]
    [InlineData("""{"choices":[{"delta":{"content":"a\nb"}}]}""", "a\nb")]
    [InlineData("""{"id":"delta","choices":[{"delta" : {"content": "x"}}]}""", "x")]
    [InlineData("""{"choices":[{"delta":{"content":"delta"}},{"delta":{"content":"y"}}]}""", "delta|y")]
    [InlineData("""{"choices":[{"delta":{"reasoning":"r","reasoning_content":"r","content":null}}]}""", "r")]
    [InlineData("""{"choices":[{"delta":{"content":[{"type":"text","text":"part"}]}}]}""", "part")]
    [InlineData("""{"choices":[{"text":"done"}]}""", "done")]
    [InlineData("""{"choices":[{"delta":{}}],"obfuscation":"abc"}""", "")]
    [InlineData("""{"type":"content_block_delta","delta":{"type":"signature_delta","signature":"abc"}}""", "")]
    [InlineData("""{"choices":[{"delta":{"content":"cut""", "")]
    [InlineData("""{"delta":""", "")]
    [InlineData("""{"delta":{"tool_calls":[{"function":{"name":"f","arguments":"{\"a\":1}"}}]}}""", "f|{\"a\":1}")]
    public void Tell_Frame_SaysItsTexts(string data, string expected)
    {
        var texts = new TextList();
        DeltaTexts.Tell(new SseFrame { Data = Encoding.UTF8.GetBytes(data), HasData = true }, texts);
        Assert.Equal(expected, string.Join('|', texts.Texts));
    }

    [Fact]
    public void Tell_SpokenAnswer_IsNoText()
    {
        var texts = new TextList();
        DeltaTexts.Tell(new SseFrame { Event = "response.audio.delta"u8, Data = """{"delta":"AAAA"}"""u8, HasData = true }, texts);
        Assert.Empty(texts.Texts);
    }

    private static void AssertSame(IStreamDecoder decoder, byte[] body)
    {
        using var reader = new SseReader();
        ReadOnlySpan<byte> rest = body;
        while (reader.TryRead(ref rest, out var frame))
        {
            var expected = new TextList();
            if (frame.HasData)
                decoder.Decode(frame, expected);
            if (!IsPiece(frame))
                continue;
            var found = new TextList();
            DeltaTexts.Tell(frame, found);
            Assert.Equal(expected.Texts.Order(), found.Texts.Order());
        }
    }

    /// <summary>A frame that is no piece of the answer is decoded and never searched.</summary>
    private static bool IsPiece(in SseFrame frame) => frame.Event.IsEmpty
        ? frame.Data.IndexOf("\"finish_reason\":null"u8) > 0
        : frame.Event.EndsWith(".delta"u8) || frame.Event.SequenceEqual("content_block_delta"u8);
}
