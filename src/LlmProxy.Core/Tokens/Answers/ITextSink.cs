namespace LlmProxy.Core.Tokens.Answers;

/// <summary>Takes pieces of an answer's text, in order.</summary>
public interface ITextSink
{
    /// <summary>Takes the inside of a JSON string, its escapes not resolved. It must not be kept.</summary>
    void OnText(ReadOnlySpan<byte> escaped);
}
