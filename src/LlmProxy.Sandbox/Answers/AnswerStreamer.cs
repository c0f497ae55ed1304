using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Answers;

/// <summary>Cuts an answer into pieces and streams them.</summary>
internal static class AnswerStreamer
{
    /// <param name="answer">What to say.</param>
    /// <param name="stream">In which form.</param>
    /// <param name="output">Where to; once it has ended, the rest is left out.</param>
    /// <param name="charsPerChunk">Characters of a piece; 0 for one token.</param>
    public static async ValueTask RunAsync(Answer answer, IAnswerStream stream, SseOutput output, int charsPerChunk)
    {
        await stream.StartAsync().ConfigureAwait(false);
        foreach (var block in answer.Blocks)
        {
            await stream.OpenAsync(block).ConfigureAwait(false);
            for (var rest = block.Text.AsMemory(); !rest.IsEmpty && !output.Ended;)
            {
                var length = NextLength(rest.Span, charsPerChunk);
                await stream.PieceAsync(block, rest[..length]).ConfigureAwait(false);
                rest = rest[length..];
            }

            if (output.Ended) return;
            await stream.CloseAsync(block).ConfigureAwait(false);
        }

        await stream.FinishAsync().ConfigureAwait(false);
    }

    private static int NextLength(ReadOnlySpan<char> text, int charsPerChunk) => charsPerChunk == 0
        ? Tokens.NextLength(text)
        : Tokens.WholeCharacters(text, Math.Min(charsPerChunk, text.Length));
}
