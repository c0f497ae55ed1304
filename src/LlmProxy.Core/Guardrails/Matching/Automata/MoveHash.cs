namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>The hash of a <see cref="Move"/>: a sum, so that it is the same in whatever order positions are found.</summary>
internal static class MoveHash
{
    /// <summary>What a position adds.</summary>
    public static ulong Of(int position) => Mix((uint)position + 1);

    /// <summary>What the end of a match adds.</summary>
    public static ulong Of(AcceptRule accept) => Mix(((ulong)(uint)accept.Pattern << 32) | (uint)accept.Condition | (1UL << 63));

    /// <summary>All of a move.</summary>
    public static ulong Of(Move move)
    {
        var hash = 0UL;
        foreach (var position in move.Expected)
            hash += Of(position);
        foreach (var accept in move.Accepts)
            hash += Of(accept);
        return hash;
    }

    // The finisher of SplitMix64 (Vigna, public domain).
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
