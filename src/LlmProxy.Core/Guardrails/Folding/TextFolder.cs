using System.Buffers;
using System.Text;
using LlmProxy.Core.Buffers;

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

    private readonly FoldRules _rules;
    private readonly FoldUnitReader _reader;
    private readonly CharacterFolder _characters;
    private readonly FoldMap _map = new();
    private readonly PooledBuffer _folded = new();
    private readonly List<FoldUnit> _word = [];
    private readonly byte[] _rest = new byte[FoldUnitReader.MaxLength];
    private int _restLength;
    private bool _hasLatin;
    private long _rawRead;

    /// <summary>Makes a folder.</summary>
    public TextFolder(FoldOptions options)
    {
        _rules = FoldRules.Of(options);
        _reader = _rules.Reader;
        _characters = _rules.Characters;
    }

    /// <summary>What the last call has folded; valid until the next one.</summary>
    public ReadOnlySpan<byte> Folded => _folded.WrittenSpan;

    /// <summary>How many bytes of folded text there are so far.</summary>
    public long FoldedLength { get; private set; }

    /// <summary>How many bytes of raw text the folded text so far stands for.</summary>
    public long RawLength { get; private set; }

    /// <summary>How many raw characters were changed or dropped so far; 0: the text is as it was.</summary>
    public long Changes { get; private set; }

    /// <summary>How much of the map is kept, in segments.</summary>
    internal int MapSegments => _map.Count;

    /// <summary>Reads on.</summary>
    public void Feed(ReadOnlySpan<byte> raw)
    {
        _folded.Release();
        if (_restLength > 0)
            raw = FinishRest(raw);
        Read(raw, false);
    }

    /// <summary>Ends the text.</summary>
    public void Finish()
    {
        _folded.Release();
        var rest = _rest.AsSpan(0, _restLength);
        _restLength = 0;
        Read(rest, true);
        EndWord(false);
    }

    /// <summary>Forgets the text, for another one.</summary>
    public void Reset()
    {
        _folded.Release();
        _map.Clear();
        _word.Clear();
        _restLength = 0;
        _hasLatin = false;
        _rawRead = RawLength = FoldedLength = Changes = 0;
    }

    /// <summary>The raw position at which a folded byte begins.</summary>
    /// <param name="folded">At most <see cref="FoldedLength"/>, and not forgotten.</param>
    public long RawStartOf(long folded) => folded >= FoldedLength ? RawLength : _map.StartOf(folded);

    /// <summary>The raw position at which the folded bytes before a position end.</summary>
    /// <param name="folded">From 1 to <see cref="FoldedLength"/>, and not forgotten.</param>
    public long RawEndOf(long folded) => _map.EndOf(folded);

    /// <summary>Tells that positions before this one are not asked for any more.</summary>
    public void Forget(long folded) => _map.Forget(folded);

    /// <inheritdoc/>
    public void Dispose() => _folded.Dispose();

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

            Take(character, length);
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
                TakePlain(raw[..plain]);
                raw = raw[plain..];
                continue;
            }

            if (_word.Count == 0 && TakeSame(raw) is > 0 and var same)
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

            Take(character, length);
            raw = raw[length..];
        }
    }

    /// <summary>Copies the characters beyond ASCII that stay as they are, and tells how many bytes they have.</summary>
    private int TakeSame(ReadOnlySpan<byte> raw)
    {
        var length = 0;
        while (length < raw.Length && raw[length] >= 0x80
            && Rune.DecodeFromUtf8(raw[length..], out var rune, out var width) == OperationStatus.Done)
        {
            var kind = _rules.KindOf(rune.Value);
            if ((kind & CharacterKinds.Changes) != 0)
                break;
            _hasLatin &= (kind & CharacterKinds.InWord) != 0;
            length += width;
        }

        TakeSame(raw, length);
        return length;
    }

    private void TakeSame(ReadOnlySpan<byte> raw, int length)
    {
        if (length == 0)
            return;
        _folded.Append(raw[..length]);
        Map(length, _rawRead, length, true);
        _rawRead += length;
        RawLength = _rawRead;
    }

    private void TakePlain(ReadOnlySpan<byte> ascii)
    {
        if (_word.Count > 0)
        {
            // The word that waits goes on, character by character, until it is known.
            while (_word.Count > 0 && !ascii.IsEmpty)
            {
                Take(ascii[0], 1);
                ascii = ascii[1..];
            }

            if (ascii.IsEmpty)
                return;
        }

        TakeSame(ascii, ascii.Length);
        if (_rules.AsksForWord)
            _hasLatin = LatinWords.EndsInLatinWord(ascii, _hasLatin);
    }

    private void Take(int character, int rawLength)
    {
        var unit = new FoldUnit(character, _rawRead, rawLength);
        _rawRead += rawLength;
        if (!_rules.AsksForWord || _characters.Drops(character))
        {
            Put(unit, false);
            return;
        }

        var form = _characters.FormOf(character, false);
        if (char.IsAsciiLetter((char)Math.Min(form, char.MaxValue)))
        {
            _hasLatin = true;
            EndWord(true);
        }
        else if (!LatinWords.IsInWord(form))
        {
            EndWord(false);
            _hasLatin = false;
        }
        else if (!_hasLatin && _word.Count == MaxWord)
        {
            EndWord(false);
        }

        Put(unit, _hasLatin);
    }

    /// <summary>Writes the characters that wait, now that the word is known.</summary>
    private void EndWord(bool isLatin)
    {
        if (_word.Count == 0)
            return;
        foreach (var unit in _word)
            Write(unit, isLatin);
        _word.Clear();
    }

    /// <summary>Writes a character, or lets it wait behind others, or for the rest of its word.</summary>
    private void Put(in FoldUnit unit, bool isLatin)
    {
        if (_word.Count > 0 || (_rules.AsksForWord && !isLatin && LookAlikes.Of(unit.Character) != 0))
            _word.Add(unit);
        else
            Write(unit, isLatin);
    }

    private void Write(in FoldUnit unit, bool isLatin)
    {
        RawLength = unit.RawStart + unit.RawLength;
        if (_characters.Drops(unit.Character))
        {
            Changes++;
            return;
        }

        var output = _folded.GetSpan(CharacterFolder.MaxLength);
        var length = _characters.Write(unit.Character, isLatin, output);
        _folded.Advance(length);
        var isSame = length == unit.RawLength && !_characters.Changes(unit.Character, isLatin);
        Changes += isSame ? 0 : 1;
        Map(length, unit.RawStart, unit.RawLength, isSame);
    }

    private void Map(int foldedLength, long raw, int rawLength, bool isSame)
    {
        _map.Add(new FoldSegment(FoldedLength, foldedLength, raw, rawLength, isSame));
        FoldedLength += foldedLength;
    }
}
