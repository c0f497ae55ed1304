using LlmProxy.Core.Guardrails.Injection.Features;

namespace LlmProxy.Core.Guardrails.Injection.Concepts;

/// <summary>Finds at a place of a text the longest phrase of the lexicon that begins there.</summary>
/// <remarks>
/// A trie over the bytes of folded UTF-8. The children of a node stand side by side behind a filter of five bits of their byte, since
/// what a look-up reads of memory is what it costs.
/// </remarks>
internal sealed class ConceptTrie
{
    private const int Root = 0;

    // The end of a phrase: of whole words, or of the beginning of a word.
    private const ushort WordFlag = 0x100;
    private const ushort StemFlag = 0x200;

    private readonly WordBeginnings _beginnings = new();
    private readonly Node[] _nodes;
    private readonly int[] _first = new int[256];

    /// <summary>Builds the trie.</summary>
    /// <param name="phrases">Folded phrases with the concept that each stands for, 0 to 255; a phrase that ends in <c>*</c> is the beginning of a word.</param>
    public ConceptTrie(IReadOnlyList<(byte[] Phrase, byte Concept)> phrases)
    {
        var root = new Branch();
        foreach (var (phrase, concept) in phrases)
        {
            var isStem = phrase[^1] == '*';
            var bytes = isStem ? phrase.AsSpan(..^1) : phrase;
            _beginnings.Add(bytes, isStem);
            var branch = root;
            foreach (var value in bytes)
            {
                if (!branch.Children.TryGetValue(value, out var next))
                    branch.Children.Add(value, next = new());
                branch = next;
            }

            branch.End = (ushort)(concept | (isStem ? StemFlag : WordFlag));
        }

        _nodes = Lay(root);
        for (var child = _nodes[Root].FirstChild; child < _nodes[Root].FirstChild + _nodes[Root].Children; child++)
            _first[_nodes[child].Value] = child;
    }

    /// <summary>Whether <see cref="Match"/> may find something at the beginning of a word of ASCII.</summary>
    /// <param name="word">The word.</param>
    public bool MayMatch(in WordWindow word) => _beginnings.MayHold(word.Bytes, word.Latin);

    /// <summary>The concept of the longest phrase at the beginning of <paramref name="text"/>; -1 for none.</summary>
    /// <param name="text">Folded text from the start of a word on, or from any character of a script without spaces.</param>
    /// <param name="length">How many bytes the phrase is long; a stem counts without the rest of its word.</param>
    public int Match(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        var concept = -1;
        var node = text.IsEmpty ? Root : _first[text[0]];
        for (var i = 1; node != Root; i++)
        {
            var end = _nodes[node].End;
            if (end != 0 && ((end & StemFlag) != 0 || i >= text.Length || !WordBeginnings.IsLatin(text[i])))
            {
                concept = end & 0xFF;
                length = i;
            }

            node = i < text.Length ? ChildOf(node, text[i]) : Root;
        }

        return concept;
    }

    private static uint FilterOf(byte value) => 1u << (value & 31);

    // The root stands for no child: it is nobody's.
    private int ChildOf(int node, byte value)
    {
        ref readonly var parent = ref _nodes[node];
        if ((parent.Filter & FilterOf(value)) == 0)
            return Root;
        var end = parent.FirstChild + parent.Children;
        for (var child = parent.FirstChild; child < end; child++)
        {
            if (_nodes[child].Value == value)
                return child;
        }

        return Root;
    }

    // Level by level, so that the children of a node are neighbours, and what is read most is together.
    private static Node[] Lay(Branch root)
    {
        var laid = new List<(Branch Branch, byte Value)> { (root, 0) };
        var nodes = new List<Node>();
        for (var i = 0; i < laid.Count; i++)
        {
            var (branch, value) = laid[i];
            var filter = 0u;
            foreach (var child in branch.Children.Keys)
                filter |= FilterOf(child);
            nodes.Add(new Node(filter, laid.Count, branch.End, (ushort)branch.Children.Count, value));
            foreach (var (childValue, child) in branch.Children)
                laid.Add((child, childValue));
        }

        return [.. nodes];
    }

    private readonly record struct Node(uint Filter, int FirstChild, ushort End, ushort Children, byte Value);

    private sealed class Branch
    {
        public SortedDictionary<byte, Branch> Children { get; } = [];

        public ushort End { get; set; }
    }
}
