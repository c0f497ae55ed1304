using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Tokens.Prompts;

/// <summary>Adds up the tokens of one prompt.</summary>
/// <remarks>Texts are counted where they stand in the JSON; only those with escapes are copied, into pooled memory.</remarks>
/// <param name="tokenizer">Counts texts.</param>
/// <param name="most">How many tokens are enough: beyond them no text is counted any more.</param>
internal sealed class TokenTally(Tokenizer tokenizer, long most = long.MaxValue) : IDisposable
{
    private readonly PooledBuffer _scratch = new();

    /// <summary>All tokens so far.</summary>
    public long Tokens { get; private set; }

    /// <summary>Of them, those of tools and of the answer's format.</summary>
    public long ToolTokens { get; private set; }

    /// <summary>Of them, those of images, sound and files.</summary>
    public long MediaTokens { get; private set; }

    /// <summary>Whether nothing was met so far that is only estimated.</summary>
    public bool IsExact { get; private set; } = true;

    /// <summary>What was counted.</summary>
    public PromptCount Total => new(Math.Max(Tokens, 1), IsExact, ToolTokens, MediaTokens) { IsCut = IsOver };

    private bool IsOver => Tokens > most;

    /// <summary>Says that a part of the prompt is only estimated.</summary>
    public void Doubt() => IsExact = false;

    /// <summary>Adds tokens.</summary>
    public void Add(long tokens) => Tokens += tokens;

    /// <summary>Adds what is estimated of an image, of sound or of a file.</summary>
    public void AddMedia(long tokens)
    {
        Tokens += tokens;
        MediaTokens += tokens;
        Doubt();
    }

    /// <summary>Adds what tools, or the answer's format, are.</summary>
    public void AddTools(long tokens)
    {
        Tokens += tokens;
        ToolTokens += tokens;
        Doubt();
    }

    /// <summary>Adds the tokens of a text as it is.</summary>
    public void AddPlain(ReadOnlySpan<byte> utf8) => Tokens += CountRest(utf8);

    /// <summary>Adds the tokens of a JSON string, given by its inside.</summary>
    public void AddText(ReadOnlySpan<byte> escaped) => Tokens += IsOver ? 0 : CountRest(Unescape(escaped));

    /// <summary>How many tokens a JSON string has, given by its inside.</summary>
    public int Count(ReadOnlySpan<byte> escaped) => IsOver ? 0 : tokenizer.CountTokens(Unescape(escaped));

    /// <summary>How many tokens a text has.</summary>
    public int CountPlain(ReadOnlySpan<byte> utf8) => IsOver ? 0 : tokenizer.CountTokens(utf8);

    /// <summary>The text of a JSON string, given by its inside; valid until the next call.</summary>
    public ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> escaped)
    {
        if (!escaped.Contains((byte)'\\'))
            return escaped;
        _scratch.Release();
        _scratch.Advance(JsonText.Unescape(escaped, _scratch.GetSpan(escaped.Length)));
        return _scratch.WrittenSpan;
    }

    private int CountRest(ReadOnlySpan<byte> utf8) =>
        most == long.MaxValue ? tokenizer.CountTokens(utf8)
        : IsOver ? 0
        : tokenizer.CountTokensUpTo(utf8, most - Tokens);

    /// <inheritdoc/>
    public void Dispose() => _scratch.Dispose();
}
