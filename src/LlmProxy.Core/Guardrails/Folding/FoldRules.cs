namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>What the options of a folder come to; one for each choice of options, shared by all folders.</summary>
internal sealed class FoldRules
{
    private const int AllOptions = 128;

    private static readonly FoldRules?[] Known = new FoldRules?[AllOptions];

    // One byte for each character of the Basic Multilingual Plane: most text needs no closer look.
    private readonly byte[] _kinds = new byte[0x10000];

    private FoldRules(FoldOptions options)
    {
        Reader = new FoldUnitReader(options);
        Characters = new CharacterFolder(options);
        AsksForWord = options.HasFlag(FoldOptions.LookAlikes) && !options.HasFlag(FoldOptions.LookAlikesEverywhere);
        for (var c = 0; c < _kinds.Length; c++)
            _kinds[c] = (byte)(char.IsSurrogate((char)c) ? CharacterKinds.None : Look(c));
    }

    /// <summary>Reads characters.</summary>
    public FoldUnitReader Reader { get; }

    /// <summary>Folds them.</summary>
    public CharacterFolder Characters { get; }

    /// <summary>Whether it matters which word a character is in.</summary>
    public bool AsksForWord { get; }

    /// <summary>The rules of some options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such option.</exception>
    public static FoldRules Of(FoldOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)options, (uint)AllOptions, nameof(options));

        // Two threads may make the same rules at once; either will do.
        return Volatile.Read(ref Known[(int)options]) ?? (Known[(int)options] = new FoldRules(options));
    }

    /// <summary>What is to be known of a character.</summary>
    public CharacterKinds KindOf(int character) => character < _kinds.Length ? (CharacterKinds)_kinds[character] : Look(character);

    private CharacterKinds Look(int character)
    {
        var changes = Characters.Drops(character) || Characters.Changes(character, AsksForWord);
        return (changes ? CharacterKinds.Changes : 0) | (LatinWords.IsInWord(character) ? CharacterKinds.InWord : 0);
    }
}
