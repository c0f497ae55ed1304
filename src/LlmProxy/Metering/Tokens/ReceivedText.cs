using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;
using LlmProxy.Core.Sse;
using LlmProxy.Core.Tokens.Answers;

namespace LlmProxy.Metering.Tokens;

/// <summary>What a model has said so far, kept in case that its provider never reports how many tokens it was.</summary>
/// <remarks>
/// <para>
/// Text is only copied while it comes; it is counted when somebody asks, which is when an answer was cancelled or cut, or when
/// its provider reports no usage. Where the provider does report it the text is forgotten at the end of the answer.
/// </para>
/// <para>
/// The first <see cref="KeptBytes"/> are kept and counted. Of what follows only the length is known, and counts at the
/// rate of tokens to bytes that the kept part has.
/// </para>
/// <para>Not safe for use by two threads at once. An answer that is never forgotten leaves its memory to the garbage collector, since it may still be read.</para>
/// </remarks>
public sealed class ReceivedText : ITextSink, IDisposable
{
    /// <summary>Most bytes that are kept of one answer: 64 KiB, about 16,000 tokens of English.</summary>
    public const int KeptBytes = 64 * 1024;

    private readonly PooledBuffer _kept = new();
    private bool _isWhole;

    /// <summary>How many bytes have come: of text, or of a whole JSON answer.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether nothing has come that could cost anything, or all of it was forgotten.</summary>
    public bool IsEmpty => Bytes == 0;

    /// <summary>Takes a piece of text, escapes resolved.</summary>
    public void Append(ReadOnlySpan<byte> text)
    {
        Bytes += text.Length;
        var room = KeptBytes - _kept.Length;
        if (room > 0)
            _kept.Append(text[..Math.Min(room, text.Length)]);
    }

    /// <inheritdoc/>
    public void OnText(ReadOnlySpan<byte> escaped)
    {
        if (_kept.Length + escaped.Length > KeptBytes || !escaped.Contains((byte)'\\'))
        {
            Append(escaped);
            return;
        }

        var length = JsonText.Unescape(escaped, _kept.GetSpan(escaped.Length));
        _kept.Advance(length);
        Bytes += length;
    }

    /// <summary>Takes the texts of a frame that nobody decodes.</summary>
    public void AppendFrame(in SseFrame frame) => DeltaTexts.Tell(frame, this);

    /// <summary>Takes bytes of a JSON answer, of which the texts are looked for only when somebody asks.</summary>
    public void AppendBody(ReadOnlySpan<byte> json)
    {
        _isWhole = true;
        Append(json);
    }

    /// <summary>Forgets all: the provider has reported what it was.</summary>
    public void Forget()
    {
        Bytes = 0;
        _kept.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();

    /// <summary>How many tokens have come; 0 where nothing has.</summary>
    /// <param name="estimator">Counts.</param>
    /// <param name="model">The provider's name of the model.</param>
    internal long Count(IPromptEstimator estimator, string? model)
    {
        if (Bytes == 0)
            return 0;
        var tokens = _isWhole ? CountBody(estimator, model) : estimator.CountOutput(_kept.WrittenSpan, model);
        if (Bytes > _kept.Length)
            tokens = (long)Math.Ceiling((decimal)tokens * Bytes / _kept.Length);
        return Math.Max(tokens, _isWhole ? 0 : 1);
    }

    private long CountBody(IPromptEstimator estimator, string? model)
    {
        using var texts = new ReceivedText();
        AnswerTexts.TellBody(_kept.WrittenSpan, texts);
        return estimator.CountOutput(texts._kept.WrittenSpan, model);
    }
}
