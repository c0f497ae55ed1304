using System.Buffers;
using System.Text;
using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Tests.Requests;

public sealed class ConversationPatchTests
{
    private const string Turns = """{"role":"assistant","content":"\"no\"\n"},{"role":"user","content":"why?"}""";

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"z":1}""", RequestField.Messages, """{"messages":[{"role":"user","content":"x"},TURNS],"z":1}""")]
    [InlineData("""{"messages" : [ ] }""", RequestField.Messages, """{"messages" : [ TURNS] }""")]
    [InlineData("""{"input":"say \"a]\"","z":1}""", RequestField.Input, """{"input":[{"role":"user","content":"say \"a]\""},TURNS],"z":1}""")]
    [InlineData("""{"input":[{"type":"message"}]}""", RequestField.Input, """{"input":[{"type":"message"},TURNS]}""")]
    public void TryAppend_Conversation_GoesOnBehindItsLastTurn(string body, RequestField field, string expected)
    {
        var patch = new BodyPatch();

        Assert.True(TryAppend(body, field, patch));
        Assert.Equal(expected.Replace("TURNS", Turns, StringComparison.Ordinal), Apply(patch, body));
    }

    [Theory]
    [InlineData("""{"prompt":{"id":"p"}}""", RequestField.Input)]
    [InlineData("""{"input":null}""", RequestField.Input)]
    [InlineData("""{"messages":{"role":"user"}}""", RequestField.Messages)]
    public void TryAppend_NoConversation_ChangesNothing(string body, RequestField field)
    {
        var patch = new BodyPatch();

        Assert.False(TryAppend(body, field, patch));
        Assert.True(patch.IsEmpty);
    }

    private static bool TryAppend(string body, RequestField field, BodyPatch patch)
    {
        var request = LlmRequestReader.Read(Encoding.UTF8.GetBytes(body), 64);
        return ConversationPatch.TryAppend(patch, request.Body.Span, request.Places[field], "\"no\"\n"u8, "why?"u8);
    }

    private static string Apply(BodyPatch patch, string body)
    {
        var output = new ArrayBufferWriter<byte>();
        patch.Apply(Encoding.UTF8.GetBytes(body), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
