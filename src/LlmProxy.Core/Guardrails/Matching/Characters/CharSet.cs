namespace LlmProxy.Core.Guardrails.Matching.Characters;

/// <summary>A set of Unicode code points, as sorted ranges that neither touch nor overlap.</summary>
internal sealed class CharSet : IEquatable<CharSet>
{
    /// <summary>The largest code point.</summary>
    public const int Largest = 0x10FFFF;

    // Pairs: the first and the last code point of each range.
    private readonly int[] _bounds;
    private readonly int _hash;

    private CharSet(int[] bounds)
    {
        _bounds = bounds;
        var hash = new HashCode();
        foreach (var bound in bounds)
            hash.Add(bound);
        _hash = hash.ToHashCode();
    }

    /// <summary>No code point.</summary>
    public static CharSet Empty { get; } = new([]);

    /// <summary>Every code point.</summary>
    public static CharSet All { get; } = new([0, Largest]);

    /// <summary>Whether there is no code point in it.</summary>
    public bool IsEmpty => _bounds.Length == 0;

    /// <summary>The first and the last code point of each range, in turn.</summary>
    public ReadOnlySpan<int> Bounds => _bounds;

    /// <summary>One code point.</summary>
    public static CharSet Of(int character) => new([character, character]);

    /// <summary>All code points from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    public static CharSet Between(int first, int last) => new([first, last]);

    /// <summary>What is in any of the ranges, which may overlap and come in any order.</summary>
    public static CharSet OfRanges(IEnumerable<(int First, int Last)> ranges)
    {
        List<int> bounds = [];
        foreach (var (first, last) in ranges.OrderBy(range => range.First))
        {
            if (bounds.Count > 0 && first <= bounds[^1] + 1)
                bounds[^1] = Math.Max(bounds[^1], last);
            else
                bounds.AddRange([first, last]);
        }

        return bounds.Count == 0 ? Empty : new([.. bounds]);
    }

    /// <summary>What is in this set or the other.</summary>
    public CharSet Union(CharSet other) =>
        other.IsEmpty ? this : IsEmpty ? other : OfRanges(Ranges().Concat(other.Ranges()));

    /// <summary>What is in both.</summary>
    public CharSet Intersect(CharSet other) => Complement().Union(other.Complement()).Complement();

    /// <summary>What is not in this set.</summary>
    public CharSet Complement()
    {
        List<int> bounds = [];
        var next = 0;
        foreach (var (first, last) in Ranges())
        {
            if (first > next)
                bounds.AddRange([next, first - 1]);
            next = last + 1;
        }

        if (next <= Largest)
            bounds.AddRange([next, Largest]);
        return new([.. bounds]);
    }

    /// <summary>Whether the code point is in the set.</summary>
    public bool Contains(int character)
    {
        var found = Array.BinarySearch(_bounds, character);

        // Not a bound: the place where it would stand is odd inside a range.
        return found >= 0 || (~found & 1) == 1;
    }

    /// <summary>The ranges, in order.</summary>
    public IEnumerable<(int First, int Last)> Ranges()
    {
        for (var i = 0; i < _bounds.Length; i += 2)
            yield return (_bounds[i], _bounds[i + 1]);
    }

    /// <inheritdoc/>
    public bool Equals(CharSet? other) => other is not null && _bounds.AsSpan().SequenceEqual(other._bounds);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CharSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
