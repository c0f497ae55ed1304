namespace LlmProxy.Failover.Shadow;

/// <summary>The last comparisons, in memory: 1,000 of all routes together; the oldest goes first.</summary>
public sealed class ShadowRing
{
    /// <summary>How many are kept.</summary>
    public const int Capacity = 1000;

    private readonly Lock _gate = new();
    private readonly ShadowComparison?[] _ring = new ShadowComparison?[Capacity];
    private long _next;

    /// <summary>Takes one.</summary>
    public void Add(ShadowComparison comparison)
    {
        lock (_gate)
            _ring[_next++ % Capacity] = comparison;
    }

    /// <summary>The latest ones first.</summary>
    /// <param name="route">Of this route; <c>null</c>: of all.</param>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<ShadowComparison> Latest(string? route, int limit)
    {
        var found = new List<ShadowComparison>();
        lock (_gate)
        {
            for (var i = _next - 1; i >= 0 && i >= _next - Capacity && found.Count < limit; i--)
            {
                if (_ring[i % Capacity] is { } one && (route is null || one.Route.Equals(route, StringComparison.OrdinalIgnoreCase)))
                    found.Add(one);
            }
        }

        return found;
    }
}
