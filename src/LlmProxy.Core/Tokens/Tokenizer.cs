using System.Buffers;
using LlmProxy.Core.Tokens.Vocabularies;

namespace LlmProxy.Core.Tokens;

/// <summary>Turns text into the tokens of one of OpenAI's encodings, and tokens into text.</summary>
/// <remarks>
/// Ids are those of the reference encoder, tiktoken. Safe for all threads at once. Counting allocates nothing once the pools are warm.
/// Names of special tokens are ordinary text, as user text must be, unless a call allows them. Text that is
/// not valid is encoded as if each broken part were U+FFFD, which is what decoders and the reference make of it.
/// </remarks>
public sealed class Tokenizer
{
    private readonly Vocabulary _vocabulary;
    private readonly PieceEncoder _encoder;
    private readonly SpecialTokens _special;

    internal Tokenizer(string encoding, Vocabulary vocabulary, PieceEncoder encoder, SpecialTokens special)
    {
        (Encoding, _vocabulary, _encoder, _special) = (encoding, vocabulary, encoder, special);
        VocabularySize = Math.Max(vocabulary.Count, special.MaxId + 1);
    }

    /// <summary>The encoding's name, for example <c>o200k_base</c>.</summary>
    public string Encoding { get; }

    /// <summary>One more than the largest id, special tokens included; some ids below it may have no token.</summary>
    public int VocabularySize { get; }

    /// <summary>How many tokens <paramref name="utf8"/> has.</summary>
    public int CountTokens(ReadOnlySpan<byte> utf8)
    {
        var sink = new TokenSink(null);
        using var text = new ValidText(utf8);
        _encoder.Encode(text.Bytes, ref sink);
        return sink.Count;
    }

    /// <summary>How many tokens <paramref name="utf8"/> has, where that is no more than <paramref name="most"/>; else some number above it, counted no further.</summary>
    /// <remarks>What a count takes is then bound by <paramref name="most"/>, not by the text.</remarks>
    public int CountTokensUpTo(ReadOnlySpan<byte> utf8, long most)
    {
        var sink = new TokenSink(null);
        using var text = new ValidText(utf8);
        _encoder.EncodeUpTo(text.Bytes, ref sink, most);
        return sink.Count;
    }

    /// <summary>How many tokens <paramref name="text"/> has.</summary>
    public int CountTokens(ReadOnlySpan<char> text)
    {
        var sink = new TokenSink(null);
        using var utf8 = new ValidText(text, stackalloc byte[ValidText.StackBytes]);
        _encoder.Encode(utf8.Bytes, ref sink);
        return sink.Count;
    }

    /// <summary>The ids of the tokens of <paramref name="text"/>.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="allowSpecial">Whether the name of a special token means that token. Never for text from a user.</param>
    public IReadOnlyList<int> EncodeToIds(ReadOnlySpan<char> text, bool allowSpecial = false)
    {
        var ids = new ArrayBufferWriter<int>();
        using var utf8 = new ValidText(text, stackalloc byte[ValidText.StackBytes]);
        Encode(utf8.Bytes, ids, allowSpecial);
        return ids.WrittenSpan.ToArray();
    }

    /// <summary>Writes the ids of the tokens of <paramref name="utf8"/>.</summary>
    /// <returns>How many they are.</returns>
    /// <param name="utf8">Any text.</param>
    /// <param name="output">Takes the ids.</param>
    /// <param name="allowSpecial">Whether the name of a special token means that token. Never for text from a user.</param>
    public int EncodeToIds(ReadOnlySpan<byte> utf8, IBufferWriter<int> output, bool allowSpecial = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var text = new ValidText(utf8);
        return Encode(text.Bytes, output, allowSpecial);
    }

    /// <summary>The text of <paramref name="ids"/>. Bytes that are no whole character become U+FFFD.</summary>
    /// <inheritdoc cref="Decode(IEnumerable{int}, IBufferWriter{byte})" path="/exception"/>
    public string Decode(IEnumerable<int> ids)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Decode(ids, bytes);
        return System.Text.Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>Writes the bytes of <paramref name="ids"/>, special tokens as their names.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id has no token in this encoding.</exception>
    public void Decode(IEnumerable<int> ids, IBufferWriter<byte> utf8)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(utf8);
        foreach (var id in ids)
        {
            var bytes = (uint)id < (uint)_vocabulary.Count ? _vocabulary.BytesOf(id) : default;
            bytes = bytes.IsEmpty ? _special.NameOf(id) : bytes;
            if (bytes.IsEmpty)
            {
                throw new ArgumentOutOfRangeException(nameof(ids), id, $"{Encoding} has no token {id}.");
            }

            utf8.Write(bytes);
        }
    }

    private int Encode(ReadOnlySpan<byte> text, IBufferWriter<int> output, bool allowSpecial)
    {
        var sink = new TokenSink(output);
        while (allowSpecial && _special.Find(text, out var at, out var length) is >= 0 and var id)
        {
            // The text before a special token is a text of its own: nothing in it looks ahead.
            _encoder.Encode(text[..at], ref sink);
            sink.Add(id);
            text = text[(at + length)..];
        }

        _encoder.Encode(text, ref sink);
        sink.Flush();
        return sink.Count;
    }
}
