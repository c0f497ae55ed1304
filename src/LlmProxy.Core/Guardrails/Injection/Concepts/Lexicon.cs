using System.Text;
using LlmProxy.Core.Guardrails.Injection.Folding;

namespace LlmProxy.Core.Guardrails.Injection.Concepts;

/// <summary>The concepts of attacks with their phrases in many languages, read from <c>concepts.txt</c>.</summary>
internal sealed class Lexicon
{
    private static readonly Lazy<Lexicon> Shared = new(Load);

    private readonly List<string> _names;

    private Lexicon(List<string> names, ConceptTrie trie)
    {
        _names = names;
        Trie = trie;
    }

    /// <summary>The lexicon that belongs to this version.</summary>
    public static Lexicon Default => Shared.Value;

    /// <summary>The names of the concepts; a concept is its place here. At most 64, so that a set of them is one number.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Finds the phrases.</summary>
    public ConceptTrie Trie { get; }

    /// <summary>The set of the named concepts, a bit for each.</summary>
    public ulong Set(params ReadOnlySpan<string> names)
    {
        var set = 0UL;
        foreach (var name in names)
            set |= 1UL << _names.IndexOf(name);
        return set;
    }

    private static Lexicon Load()
    {
        using var stream = typeof(Lexicon).Assembly.GetManifestResourceStream("LlmProxy.Core.Guardrails.Injection.Concepts.concepts.txt")
            ?? throw new InvalidOperationException("The lexicon is not part of this build.");
        using var reader = new StreamReader(stream);
        var names = new List<string>();
        var phrases = new List<(byte[] Phrase, byte Concept)>();
        while (reader.ReadLine() is { } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line.StartsWith('#') || colon < 0)
                continue;
            var name = line[..line.IndexOf(' ', StringComparison.Ordinal)];
            if (!names.Contains(name))
                names.Add(name);
            foreach (var phrase in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                phrases.Add((Fold(phrase.Replace("__", "\t", StringComparison.Ordinal).Replace('_', ' ').Replace('\t', '_')), (byte)names.IndexOf(name)));
        }

        return new Lexicon(names, new ConceptTrie(phrases));
    }

    private static byte[] Fold(string phrase)
    {
        var utf8 = Encoding.UTF8.GetBytes(phrase);
        var folded = new byte[utf8.Length];
        var kinds = FoldingKinds.None;
        return folded[..TextFold.Fold(utf8, folded, ref kinds)];
    }
}
