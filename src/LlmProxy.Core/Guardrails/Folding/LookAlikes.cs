using System.Collections.Frozen;

namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>Letters of other scripts that look like Latin ones.</summary>
/// <remarks>Those of Cyrillic, Greek and Armenian that common fonts draw alike; Unicode's UTS 39 lists many more.</remarks>
internal static class LookAlikes
{
    // Pairs: the letter, and what it looks like.
    private const string Pairs =
        "аaеeоoрpсcуyхxіiјjѕsԁdһhԛqԝwѵvӏlкkмmтt" + "АAВBЕEКKМMНHОOРPСCТTХXУYІIЈJЅSѴVӀIԚQԜWԌG"
        + "αaοoνvρpιiκkυuγyηnτtχxωw" + "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX" + "օoսuհhոnցgքpզqԱU";

    private static readonly FrozenDictionary<int, int> Latin =
        Enumerable.Range(0, Pairs.Length / 2).ToFrozenDictionary(i => (int)Pairs[2 * i], i => (int)Pairs[(2 * i) + 1]);

    /// <summary>The ASCII letter that a character looks like; 0 for none.</summary>
    public static int Of(int character) => character is >= 0x391 and < 0x590 && Latin.TryGetValue(character, out var letter) ? letter : 0;
}
