namespace LlmProxy.Core.Guardrails.Injection.Features;

/// <summary>Passes each feature of a block once: a word that is repeated says no more than the first time.</summary>
/// <remarks>
/// A table without chains: two features that share a place may each come twice, which is rare and the same in training.
/// </remarks>
internal struct DistinctFeatures
{
    /// <summary>How many places the table has.</summary>
    public const int Size = 1024;

    // The number of the block stands above each feature, so that a new one need not clear the table.
    private const int BlockShift = 32;

    private readonly ulong[] _seen;
    private ulong _block = 1;

    /// <summary>Starts empty.</summary>
    /// <param name="table">Room for <see cref="Size"/> places at least.</param>
    public DistinctFeatures(ulong[] table)
    {
        _seen = table;
        _seen.AsSpan(0, Size).Clear();
    }

    /// <summary>Whether the feature was not there before.</summary>
    public readonly bool Add(uint hash)
    {
        ref var place = ref _seen[(int)(hash & (Size - 1))];
        var feature = (_block << BlockShift) | hash;
        if (place == feature)
            return false;
        place = feature;
        return true;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _block++;
}
