using LlmProxy.Core.Buffers;
using LlmProxy.Core.Tokens.Prompts.Tools;

namespace LlmProxy.Core.Tokens.Prompts;

/// <summary>Counts what stands in the prompt beside the conversation: tools, and the format of the answer.</summary>
/// <remarks>
/// It is written behind the system prompt, else as a message of its own. Where the two meet, a sentence's end and the line ends
/// after it can be one token, so the end of the system prompt is counted with it and without.
/// </remarks>
internal readonly ref struct PromptFrame
{
    /// <summary>As much of a system prompt's end as can change what follows it: more than any token has.</summary>
    private const int TailBytes = 256;

    /// <summary>What the answer's format costs beside its text; least error over the recorded prompts.</summary>
    private const int PerFormat = 5;

    private readonly ChatRules _rules;
    private readonly TokenTally _tally;
    private readonly ReadOnlySpan<byte> _system;

    /// <summary>Counts into <paramref name="tally"/>, behind the system prompt whose inside is <paramref name="system"/>; empty: there is none.</summary>
    public PromptFrame(ChatRules rules, TokenTally tally, ReadOnlySpan<byte> system)
    {
        _rules = rules;
        _tally = tally;
        _system = system;
    }

    /// <summary>Adds definitions of tools.</summary>
    /// <returns>Whether there were any.</returns>
    public bool AddTools(ReadOnlySpan<byte> tools)
    {
        if (tools is not [(byte)'[', ..])
            return false;
        using var text = new PooledBuffer();
        // What is no function of the caller's, as a search, is in the prompt in words that nobody outside knows.
        _tally.Doubt();
        if (new ToolText(text).WriteAll(tools) == 0)
            return false;
        _tally.AddTools(Behind(text.WrittenSpan) + _rules.Tools);
        return true;
    }

    /// <summary>Adds the format of the answer, if it has a schema.</summary>
    /// <param name="format">The format as the request has it.</param>
    /// <param name="hasTools">Whether tools stand before it, in the same message.</param>
    public void AddFormat(ReadOnlySpan<byte> format, bool hasTools)
    {
        using var text = new PooledBuffer();
        if (!format.IsEmpty && new FormatText(text).Write(format))
            _tally.AddTools(hasTools ? _tally.CountPlain(text.WrittenSpan) : Behind(text.WrittenSpan) + PerFormat);
    }

    /// <summary>Adds a function that must be called, which is named to the model in the old form of tools alone.</summary>
    public void AddForced(ReadOnlySpan<byte> call)
    {
        if (JsonMember.TextOf(call, "name"u8) is { IsEmpty: false } name)
            _tally.AddTools(_tally.Count(name) + 4);
    }

    private int Behind(ReadOnlySpan<byte> text)
    {
        if (_system.IsEmpty)
            return _tally.CountPlain(text) + _rules.PerMessage + 1;
        using var joined = new PooledBuffer();
        joined.Append(Tail(_tally.Unescape(_system)));
        var alone = _tally.CountPlain(joined.WrittenSpan);
        joined.Append("\n\n"u8);
        joined.Append(text);
        return _tally.CountPlain(joined.WrittenSpan) - alone;
    }

    private static ReadOnlySpan<byte> Tail(ReadOnlySpan<byte> text)
    {
        var start = Math.Max(0, text.Length - TailBytes);
        while (start < text.Length && start > 0 && (text[start] & 0xC0) == 0x80)
            start++;
        return text[start..];
    }
}
