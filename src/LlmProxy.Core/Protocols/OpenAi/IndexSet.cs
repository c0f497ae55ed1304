namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>A set of small indexes, of choices or tool calls. OpenAI allows 128 of each.</summary>
internal struct IndexSet
{
    /// <summary>The indexes below this one are remembered.</summary>
    public const int Capacity = 128;

    private UInt128 _bits;

    /// <summary>Whether no index is in the set.</summary>
    public readonly bool IsEmpty => _bits == UInt128.Zero;

    /// <summary>Adds an index; false if it was there. One past the capacity is never there.</summary>
    public bool Add(int index)
    {
        if (index >= Capacity)
        {
            return true;
        }

        var bit = UInt128.One << index;
        var isNew = (_bits & bit) == UInt128.Zero;
        _bits |= bit;
        return isNew;
    }

    /// <summary>Adds all indexes of another set.</summary>
    public void AddAll(in IndexSet other) => _bits |= other._bits;

    /// <summary>Whether an index is in the set; one past the capacity never is.</summary>
    public readonly bool Has(int index) => index < Capacity && (_bits & (UInt128.One << index)) != UInt128.Zero;

    /// <summary>Whether every index of this set is in <paramref name="other"/>.</summary>
    public readonly bool IsSubsetOf(in IndexSet other) => (_bits & ~other._bits) == UInt128.Zero;
}
