using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;

namespace LlmProxy.Core.Tests.Guardrails.Answers;

public sealed class ErrorGuardTests
{
    // \u0031 is "1". Of a text with JSON in it the sink is told the bytes as they stand: eight for "\u003123".
    [Theory]
    [InlineData("""{"error":{"message":"a \u003123"}}""", """{"error":{"message":"a [NUMBER:3]"}}""")]
    [InlineData("\uFEFF{\"error\":{\"message\":\"a \\u003123\"}}", "\uFEFF{\"error\":{\"message\":\"a [NUMBER:3]\"}}")]
    [InlineData("""data: {"error":{"message":"a \u003123"}}""", """data: {"error":{"message":"a [NUMBER:8]"}}""")]
    [InlineData("one\n{\"message\":\"\\u003123\"}\n{\"message\":\"1\\u003223\"}\n", "one\n{\"message\":\"[NUMBER:8]\"}\n{\"message\":\"[NUMBER:9]\"}\n")]
    [InlineData("a 123 b", "a [NUMBER:3] b")]
    [InlineData("C:\\temp\\12 é", "C:\\temp\\12 é")]
    public void TryApply_EscapesAnywhere_AreReadAsWhatTheyMean(string body, string expected) =>
        Assert.Equal(expected, Apply(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void TryApply_NotUtf8_IsNotShown()
    {
        Assert.Null(Apply(Encoding.Unicode.GetBytes("a 123")));
        Assert.Null(Apply(Encoding.BigEndianUnicode.GetBytes("a 123")));
        Assert.Null(Apply([(byte)'a', 0xFF, (byte)'b']));
    }

    // A message has been read from JSON already: its backslashes are its own.
    [Fact]
    public void TryApplyText_Backslash_IsNoEscape()
    {
        using var output = new PooledBuffer();

        Assert.True(ErrorGuard.TryApplyText(Encoding.UTF8.GetBytes("\\u003123"), new NumberGuards(GuardAction.Redact), output));

        Assert.Equal("\\u[NUMBER:6]", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    /// <summary>What is shown; <c>null</c>: nothing.</summary>
    private static string? Apply(byte[] body)
    {
        using var output = new PooledBuffer();
        return ErrorGuard.TryApply(body, new NumberGuards(GuardAction.Redact), output) ? Encoding.UTF8.GetString(output.WrittenSpan) : null;
    }
}
