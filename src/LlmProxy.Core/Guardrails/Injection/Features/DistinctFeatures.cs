namespace LlmProxy.Core.Guardrails.Injection.Features;

/// <summary>Passes each feature of a block once: a word that is repeated says no more than the first time.</summary>
/// <remarks>
/// A table without chains: two features that share a place may each come twice, which is rare and the same in training.
/// </remarks>
internal readonly struct DistinctFeatures
{
    /// <summary>How many places the table has.</summary>
    public const int Size = 1024;

    private readonly uint[] _seen;

    /// <summary>Starts empty.</summary>
    /// <param name="table">Room for <see cref="Size"/> places at least.</param>
    public DistinctFeatures(uint[] table)
    {
        _seen = table;
        Clear();
    }

    /// <summary>Whether the feature was not there before.</summary>
    public bool Add(uint hash)
    {
        ref var place = ref _seen[(int)(hash & (Size - 1))];
        if (place == hash)
            return false;
        place = hash;
        return true;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _seen.AsSpan(0, Size).Clear();
}
