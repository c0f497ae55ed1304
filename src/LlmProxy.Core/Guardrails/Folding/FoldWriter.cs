using System.Buffers;
using System.Text;
using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>Writes the folded text, lets words wait that may be Latin, and notes where everything came from.</summary>
internal sealed class FoldWriter(FoldRules rules) : IDisposable
{
    private readonly CharacterFolder _characters = rules.Characters;
    private readonly PooledBuffer _folded = new();

    // The characters of a word from its first look-alike on, while it has no Latin letter.
    private readonly List<FoldUnit> _word = [];
    private bool _hasLatin;
    private long _rawRead;

    /// <summary>Where the folded text stands in the raw one.</summary>
    public FoldMap Places { get; } = new();

    /// <summary>What was folded since <see cref="BeginChunk"/>.</summary>
    public ReadOnlySpan<byte> Folded => _folded.WrittenSpan;

    /// <summary>How many bytes of folded text there are so far.</summary>
    public long FoldedLength { get; private set; }

    /// <summary>How many bytes of raw text the folded text so far stands for.</summary>
    public long RawLength { get; private set; }

    /// <summary>How many raw characters were changed or dropped so far.</summary>
    public long Changes { get; private set; }

    /// <summary>Forgets what was folded, but not the text.</summary>
    public void BeginChunk() => _folded.Release();

    /// <summary>Forgets the text.</summary>
    public void Reset()
    {
        _folded.Release();
        Places.Clear();
        _word.Clear();
        _hasLatin = false;
        _rawRead = RawLength = FoldedLength = Changes = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _folded.Dispose();

    /// <summary>Copies the characters beyond ASCII that stay as they are, and tells how many bytes they have.</summary>
    /// <returns>0 while a word waits, or where the first one does not.</returns>
    public int TakeSame(ReadOnlySpan<byte> raw)
    {
        if (_word.Count > 0)
            return 0;
        var length = 0;
        while (length < raw.Length && raw[length] >= 0x80
            && Rune.DecodeFromUtf8(raw[length..], out var rune, out var width) == OperationStatus.Done)
        {
            var kind = rules.KindOf(rune.Value);
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

    /// <summary>Takes ASCII characters that stand for themselves.</summary>
    public void TakePlain(ReadOnlySpan<byte> ascii)
    {
        // A word that waits goes on, character by character, until it is known.
        while (_word.Count > 0 && !ascii.IsEmpty)
        {
            Take(ascii[0], 1);
            ascii = ascii[1..];
        }

        if (ascii.IsEmpty)
            return;
        TakeSame(ascii, ascii.Length);
        if (rules.AsksForWord)
            _hasLatin = LatinWords.EndsInLatinWord(ascii, _hasLatin);
    }

    /// <summary>Takes one character.</summary>
    public void Take(int character, int rawLength)
    {
        var unit = new FoldUnit(character, _rawRead, rawLength);
        _rawRead += rawLength;

        // What is dropped counts too: any number of it can stand in a word.
        if (_word.Count == TextFolder.MaxWord)
            EndWord(false);
        if (!rules.AsksForWord || _characters.Drops(character))
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

        Put(unit, _hasLatin);
    }

    /// <summary>Writes the characters that wait, now that the word is known.</summary>
    public void EndWord(bool isLatin)
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
        if (_word.Count > 0 || (rules.AsksForWord && !isLatin && LookAlikes.Of(unit.Character) != 0))
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
        Places.Add(new FoldSegment(FoldedLength, foldedLength, raw, rawLength, isSame));
        FoldedLength += foldedLength;
    }
}
