namespace LlmProxy.Balancing.Affinity;

/// <summary>A ring of points on which every replica has many; a hash belongs to the next point, and a replica's going moves only what was its own.</summary>
/// <remarks>D. Karger et al., Consistent Hashing and Random Trees, 1997.</remarks>
internal sealed class HashRing
{
    /// <summary>Points of one replica: with 128 the shares are within about 1/√128, 9 %, of each other.</summary>
    public const int PointsEach = 128;

    private readonly ulong[] _points;
    private readonly int[] _owners;

    /// <summary>The ring of <paramref name="names"/>; an owner is a name's index.</summary>
    public HashRing(PrefixKey key, IReadOnlyList<string> names)
    {
        _points = new ulong[names.Count * PointsEach];
        _owners = new int[_points.Length];
        for (var owner = 0; owner < names.Count; owner++)
        {
            // Points depend on the name alone, so that the same replica has the same ones on every ring.
            var point = key.Hash(names[owner].ToUpperInvariant(), 0);
            for (var i = 0; i < PointsEach; i++)
            {
                point = key.Hash("ring", point);
                _points[(owner * PointsEach) + i] = point;
                _owners[(owner * PointsEach) + i] = owner;
            }
        }

        Array.Sort(_points, _owners);
    }

    /// <summary>How many points there are.</summary>
    public int Count => _points.Length;

    /// <summary>Where the walk of a hash begins.</summary>
    public int Start(ulong hash)
    {
        var at = Array.BinarySearch(_points, hash);
        at = at < 0 ? ~at : at;
        return at == _points.Length ? 0 : at;
    }

    /// <summary>The owner of the point <paramref name="steps"/> behind <paramref name="start"/>.</summary>
    public int Owner(int start, int steps)
    {
        var at = start + steps;
        return _owners[at < _owners.Length ? at : at - _owners.Length];
    }
}
