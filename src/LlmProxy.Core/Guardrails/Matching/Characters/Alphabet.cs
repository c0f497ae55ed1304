using System.Buffers;
using System.Text;

namespace LlmProxy.Core.Guardrails.Matching.Characters;

/// <summary>Code points sorted into classes, where no set of the patterns tells two of a class apart.</summary>
/// <remarks>
/// The automata run over classes instead of characters, so that their tables are narrow and a class such as <c>\w</c> costs
/// no more than a letter. Bytes that are no UTF-8 count as U+FFFD, one for each maximal part of a sequence (Unicode 3.9,
/// "substitution of maximal subparts"), so that every text has one reading.
/// </remarks>
internal sealed class Alphabet
{
    private const int PageBits = 8;
    private const int PageSize = 1 << PageBits;

    private readonly ushort[][] _pages;
    private readonly List<int> _samples = [];

    /// <summary>Makes the classes that the sets need.</summary>
    public Alphabet(IEnumerable<CharSet> sets)
    {
        CharSet[] distinct = [.. sets.Distinct()];
        var cuts = new SortedSet<int> { 0 };
        foreach (var set in distinct)
        {
            foreach (var (first, last) in set.Ranges())
            {
                cuts.Add(first);
                cuts.Add(last + 1);
            }
        }

        cuts.Remove(CharSet.Largest + 1);
        var classes = Classify([.. cuts], distinct);
        _pages = ReadPages([.. cuts], classes);
        Ascii = _pages[0].AsSpan(0, 128).ToArray();
    }

    /// <summary>How many classes there are.</summary>
    public int Count => _samples.Count;

    /// <summary>The class of each ASCII character.</summary>
    public ushort[] Ascii { get; }

    /// <summary>The class of a code point.</summary>
    public int ClassOf(int character) => _pages[character >> PageBits][character & (PageSize - 1)];

    /// <summary>Whether the set, one of those that the alphabet was made of, has the characters of a class.</summary>
    public bool IsIn(CharSet set, int characterClass) => set.Contains(_samples[characterClass]);

    /// <summary>Reads the class of the character that <paramref name="bytes"/> begin with.</summary>
    /// <param name="bytes">At least one byte.</param>
    /// <param name="isComplete">Whether the text ends with these bytes; else a sequence that is cut waits for the rest.</param>
    /// <param name="characterClass">The class.</param>
    /// <param name="width">How many bytes the character has.</param>
    /// <returns>False: more bytes are needed.</returns>
    public bool TryRead(ReadOnlySpan<byte> bytes, bool isComplete, out int characterClass, out int width)
    {
        if (bytes[0] < 0x80)
        {
            characterClass = Ascii[bytes[0]];
            width = 1;
            return true;
        }

        // A sequence that cannot be read gives U+FFFD and the length of its maximal part.
        var status = Rune.DecodeFromUtf8(bytes, out var rune, out width);
        characterClass = ClassOf(rune.Value);
        return status != OperationStatus.NeedMoreData || isComplete;
    }

    private int[] Classify(int[] cuts, CharSet[] sets)
    {
        var known = new Dictionary<string, int>();
        var classes = new int[cuts.Length];
        var signature = new char[sets.Length];
        for (var i = 0; i < cuts.Length; i++)
        {
            for (var s = 0; s < sets.Length; s++)
                signature[s] = sets[s].Contains(cuts[i]) ? '1' : '0';
            var key = new string(signature);
            if (!known.TryGetValue(key, out classes[i]))
            {
                known[key] = classes[i] = known.Count;
                _samples.Add(cuts[i]);
            }
        }

        return classes;
    }

    private static ushort[][] ReadPages(int[] cuts, int[] classes)
    {
        var pages = new ushort[(CharSet.Largest + 1) >> PageBits][];
        var uniform = new Dictionary<ushort, ushort[]>();
        var interval = 0;
        for (var page = 0; page < pages.Length; page++)
        {
            var entries = new ushort[PageSize];
            for (var i = 0; i < PageSize; i++)
            {
                var character = (page << PageBits) | i;
                while (interval + 1 < cuts.Length && cuts[interval + 1] <= character)
                    interval++;
                entries[i] = (ushort)classes[interval];
            }

            // Most of Unicode is long runs of one class: they share a page.
            if (!entries.AsSpan().ContainsAnyExcept(entries[0]))
                uniform[entries[0]] = entries = uniform.GetValueOrDefault(entries[0], entries);
            pages[page] = entries;
        }

        return pages;
    }
}
