namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>Folds a text that arrives in chunks of any size, and knows where each folded byte came from.</summary>
/// <remarks>
/// <para>
/// The result does not depend on how the text was cut. What waits for more text is bounded: a character that is cut, a
/// reference of at most 12 bytes, and, while a word of look-alike letters has no Latin one, up to
/// <see cref="MaxWord"/> characters of that word.
/// </para>
/// <para>Runs of ASCII are found with vector instructions and copied; nothing is allocated for them. Not for two threads at once.</para>
/// </remarks>
public sealed class TextFolder : IDisposable
{
    /// <summary>How many characters of a word wait to learn whether it is Latin; the rest of a longer one is judged anew.</summary>
    public const int MaxWord = 32;

    private readonly FoldUnitReader _reader;
    private readonly FoldWriter _writer;
    private readonly byte[] _rest = new byte[FoldUnitReader.MaxLength];
    private int _restLength;

    /// <summary>Makes a folder.</summary>
    public TextFolder(FoldOptions options)
    {
        var rules = FoldRules.Of(options);
        _reader = rules.Reader;
        _writer = new FoldWriter(rules);
    }

    /// <summary>What the last call has folded; valid until the next one.</summary>
    public ReadOnlySpan<byte> Folded => _writer.Folded;

    /// <summary>How many bytes of folded text there are so far.</summary>
    public long FoldedLength => _writer.FoldedLength;

    /// <summary>How many bytes of raw text the folded text so far stands for.</summary>
    public long RawLength => _writer.RawLength;

    /// <summary>How many raw characters were changed or dropped so far; 0: the text is as it was.</summary>
    public long Changes => _writer.Changes;

    /// <summary>How much of the map is kept, in segments.</summary>
    internal int MapSegments => _writer.Places.Count;

    /// <summary>Reads on.</summary>
    public void Feed(ReadOnlySpan<byte> raw)
    {
        _writer.BeginChunk();
        if (_restLength > 0)
            raw = FinishRest(raw);
        Read(raw, false);
    }

    /// <summary>Ends the text.</summary>
    public void Finish()
    {
        _writer.BeginChunk();
        var rest = _rest.AsSpan(0, _restLength);
        _restLength = 0;
        Read(rest, true);
        _writer.EndWord(false);
    }

    /// <summary>Forgets the text, for another one.</summary>
    public void Reset()
    {
        _writer.Reset();
        _restLength = 0;
    }

    /// <summary>The raw position at which a folded byte begins.</summary>
    /// <param name="folded">At most <see cref="FoldedLength"/>, and not forgotten.</param>
    public long RawStartOf(long folded) => folded >= FoldedLength ? RawLength : _writer.Places.StartOf(folded);

    /// <summary>The raw position at which the folded bytes before a position end.</summary>
    /// <param name="folded">From 1 to <see cref="FoldedLength"/>, and not forgotten.</param>
    public long RawEndOf(long folded) => _writer.Places.EndOf(folded);

    /// <summary>Tells that positions before this one are not asked for any more.</summary>
    public void Forget(long folded) => _writer.Places.Forget(folded);

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    /// <summary>Completes a character that the last chunk cut, and returns what follows it.</summary>
    private ReadOnlySpan<byte> FinishRest(ReadOnlySpan<byte> raw)
    {
        Span<byte> joined = stackalloc byte[2 * FoldUnitReader.MaxLength];
        while (_restLength > 0 && !raw.IsEmpty)
        {
            _rest.AsSpan(0, _restLength).CopyTo(joined);
            var more = Math.Min(raw.Length, FoldUnitReader.MaxLength);
            raw[..more].CopyTo(joined[_restLength..]);
            var all = joined[..(_restLength + more)];
            if (!_reader.TryRead(all, false, out var character, out var length))
            {
                all.CopyTo(_rest);
                _restLength = all.Length;
                return raw[more..];
            }

            _writer.Take(character, length);
            var before = _restLength;
            _restLength = Math.Max(before - length, 0);
            all.Slice(length, Math.Max(before - length, 0)).CopyTo(_rest);
            raw = raw[Math.Max(length - before, 0)..];
        }

        return raw;
    }

    private void Read(ReadOnlySpan<byte> raw, bool isComplete)
    {
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOfAny(_reader.Special);
            plain = plain < 0 ? raw.Length : plain;
            if (plain > 0)
            {
                _writer.TakePlain(raw[..plain]);
                raw = raw[plain..];
                continue;
            }

            if (_writer.TakeSame(raw) is > 0 and var same)
            {
                raw = raw[same..];
                continue;
            }

            if (!_reader.TryRead(raw, isComplete, out var character, out var length))
            {
                raw.CopyTo(_rest);
                _restLength = raw.Length;
                return;
            }

            _writer.Take(character, length);
            raw = raw[length..];
        }
    }
}
