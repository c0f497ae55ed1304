using LlmProxy.Core.Requests;
using LlmProxy.Core.Sse;
using LlmProxy.Core.Tokens.Prompts;
using LlmProxy.Exchange;
using LlmProxy.Metering.Tokens;

namespace LlmProxy.Tests.Metering.Tokens;

public sealed class ReceivedTextTests
{
    private readonly ByteEstimator _estimator = new();

    [Fact]
    public void Count_NothingReceived_IsZero()
    {
        using var received = new ReceivedText();
        Assert.Equal(0, received.Count(_estimator, "gpt-4o"));
        Assert.True(received.IsEmpty);
    }

    [Fact]
    public void Count_TextAndFrames_IsAllOfIt()
    {
        using var received = new ReceivedText();
        received.Append("Hello"u8);
        received.AppendFrame(new SseFrame { Data = """{"choices":[{"delta":{"content":" wor\u006cd"}}]}"""u8, HasData = true });
        // "Hello world": 11 bytes, and this estimator counts bytes.
        Assert.Equal(11, received.Count(_estimator, "gpt-4o"));
    }

    [Fact]
    public void Count_MoreThanIsKept_GoesOnAtTheSameRate()
    {
        using var received = new ReceivedText();
        for (var i = 0; i < 100; i++)
            received.Append(new byte[ReceivedText.KeptBytes / 50]);
        // 100 pieces of 1,310 bytes = 131,000; of the 65,536 kept ones each byte is a token, so all 131,000 are.
        Assert.Equal(131_000, received.Bytes);
        Assert.Equal(131_000, received.Count(_estimator, "gpt-4o"));
    }

    [Fact]
    public void Count_JsonAnswer_IsOfItsTextsAlone()
    {
        using var received = new ReceivedText();
        received.AppendBody("""{"id":"chatcmpl-1","choices":[{"message":{"content":"Hel"""u8);
        received.AppendBody("lo\"}}]}"u8);
        Assert.Equal(5, received.Count(_estimator, "gpt-4o"));
    }

    [Fact]
    public void Count_AfterForget_IsZero()
    {
        using var received = new ReceivedText();
        received.Append("Hello"u8);
        received.Forget();
        Assert.Equal(0, received.Count(_estimator, "gpt-4o"));
    }

    /// <summary>Counts a token for each byte, so that expected numbers can be seen.</summary>
    private sealed class ByteEstimator : IPromptEstimator
    {
        public long UpperBound(LlmExchange exchange, string? model) => throw new NotSupportedException();

        public PromptEstimate Count(LlmExchange exchange, string? model) => throw new NotSupportedException();

        public PromptEstimate Count(LlmRequest request, PromptKind kind, string? model) => throw new NotSupportedException();

        public long CountOutput(ReadOnlySpan<byte> utf8, string? model) => utf8.Length;

        public long OutputReserve(LlmExchange exchange) => throw new NotSupportedException();

        public void Learn(LlmAttempt attempt) => throw new NotSupportedException();
    }
}
