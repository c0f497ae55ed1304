using System.Numerics;

namespace LlmProxy.Core.Guardrails.Injection.Concepts;

/// <summary>Finds at a place of a text the longest phrase of the lexicon that begins there.</summary>
/// <remarks>
/// A trie over the bytes of folded UTF-8; its edges stand in one open-addressed table, since nodes have one or two
/// children nearly always. A look-up costs one probe for each byte that still fits a phrase.
/// </remarks>
internal sealed class ConceptTrie
{
    private const int Root = 1;

    // The end of a phrase: of whole words, or of the beginning of a word.
    private const int WordFlag = 0x100;
    private const int StemFlag = 0x200;

    private readonly uint[] _keys;
    private readonly int[] _targets;
    private readonly int[] _ends;
    private readonly int[] _first = new int[256];
    private readonly uint _mask;

    /// <summary>Builds the trie.</summary>
    /// <param name="phrases">Folded phrases with the concept that each stands for, 0 to 255; a phrase that ends in <c>*</c> is the beginning of a word.</param>
    public ConceptTrie(IReadOnlyList<(byte[] Phrase, byte Concept)> phrases)
    {
        var edges = new Dictionary<uint, int>();
        var ends = new List<int> { 0, 0 };
        foreach (var (phrase, concept) in phrases)
        {
            var isStem = phrase[^1] == '*';
            var node = Root;
            foreach (var value in isStem ? phrase.AsSpan(..^1) : phrase)
            {
                var key = Key(node, value);
                if (!edges.TryGetValue(key, out var next))
                {
                    next = ends.Count;
                    edges.Add(key, next);
                    ends.Add(0);
                }

                node = next;
            }

            ends[node] = concept | (isStem ? StemFlag : WordFlag);
        }

        var size = (int)BitOperations.RoundUpToPowerOf2((uint)edges.Count * 2 + 1);
        _mask = (uint)size - 1;
        _keys = new uint[size];
        _targets = new int[size];
        _ends = [.. ends];
        foreach (var (key, target) in edges)
            Insert(key, target);
        for (var value = 0; value < 256; value++)
            _first[value] = edges.GetValueOrDefault(Key(Root, (byte)value));
    }

    /// <summary>The concept of the longest phrase at the beginning of <paramref name="text"/>; -1 for none.</summary>
    /// <param name="text">Folded text from the start of a word on, or from any character of a script without spaces.</param>
    /// <param name="length">How many bytes the phrase is long; a stem counts without the rest of its word.</param>
    public int Match(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        var concept = -1;
        var node = text.IsEmpty ? 0 : _first[text[0]];
        for (var i = 1; node != 0; i++)
        {
            var end = _ends[node];
            if (end != 0 && ((end & StemFlag) != 0 || i >= text.Length || !IsLatin(text[i])))
            {
                concept = end & 0xFF;
                length = i;
            }

            if (i >= text.Length)
                break;
            node = Next(node, text[i]);
        }

        return concept;
    }

    private static bool IsLatin(byte value) => value is >= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9';

    private static uint Key(int node, byte value) => ((uint)node << 8) | value;

    private static uint Spread(uint key) => (key * 0x9E3779B1u) >> 7;

    private int Next(int node, byte value)
    {
        var key = Key(node, value);
        for (var slot = Spread(key) & _mask; _keys[slot] != 0; slot = (slot + 1) & _mask)
        {
            if (_keys[slot] == key)
                return _targets[slot];
        }

        return 0;
    }

    private void Insert(uint key, int target)
    {
        var slot = Spread(key) & _mask;
        while (_keys[slot] != 0)
            slot = (slot + 1) & _mask;
        _keys[slot] = key;
        _targets[slot] = target;
    }
}
