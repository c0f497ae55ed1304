using LlmProxy.Balancing.Settings;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Balancing.Affinity;

/// <summary>The choice of a replica for one prompt.</summary>
/// <remarks>
/// <para>
/// Load is bounded as in consistent hashing with bounded loads (V. Mirrokni, M. Thorup, M. Zadimoghaddam, 2016): with
/// <c>m</c> requests under way, this one included, none of <c>n</c> replicas takes more than <c>⌈c · m / n⌉</c>, and there is
/// always one that may take it.
/// </para>
/// <para>1. The longest prefix of the prompt that a replica below the bound has served; of several such replicas the least busy.</para>
/// <para>
/// 2. Where that prefix is one behind which prompts part, so a system prompt that many conversations share, this is a new
/// conversation, and it need not live where the others do. A replica that got more than <c>c</c> times the mean of new text
/// lately is passed over, unless the prefix is long beside that: so the conversations, and not only the
/// requests under way, are spread over the caches.
/// </para>
/// <para>3. If there is none, the next replicas on the ring, from the hash of the prompt's first prefix on.</para>
/// </remarks>
internal readonly ref struct AffinityChoice
{
    /// <summary>How many times the length of a shared prefix a replica may have got more new text than its share: serving the prefix elsewhere costs its length once.</summary>
    private const int Patience = 8;

    private const int Unavailable = int.MaxValue;

    private readonly ReplicaSet _replicas;
    private readonly Span<int> _loads;
    private readonly PrefixAffinityOptions _options;
    private readonly long _nowMs;
    private readonly int _bound;
    private readonly double _share;

    /// <summary>Weighs the replicas.</summary>
    /// <param name="replicas">All of the cluster.</param>
    /// <param name="available">Those to choose among.</param>
    /// <param name="loads">Room for a number for each of <paramref name="replicas"/>.</param>
    /// <param name="options">The settings.</param>
    /// <param name="nowMs">The clock's reading in milliseconds.</param>
    public AffinityChoice(ReplicaSet replicas, IReadOnlyList<DestinationState> available, Span<int> loads, PrefixAffinityOptions options, long nowMs)
    {
        _replicas = replicas;
        _loads = loads;
        _options = options;
        _nowMs = nowMs;
        loads.Fill(Unavailable);
        long requests = 1;
        double newBytes = 0;
        for (var i = 0; i < available.Count; i++)
        {
            if (replicas.IndexOf(available[i]) is >= 0 and var index)
            {
                loads[index] = available[i].ConcurrentRequestCount;
                requests += loads[index];
                newBytes += replicas[index].NewBytes(nowMs);
            }
        }

        _bound = (int)Math.Ceiling(options.LoadFactor * requests / available.Count);
        _share = options.LoadFactor * newBytes / available.Count;
    }

    /// <summary>Chooses a replica, and notes in <paramref name="table"/> that it serves the prompt.</summary>
    /// <returns>The replica; <c>null</c>: none of the available ones is known.</returns>
    public Replica? Choose(scoped in PromptPrefixes prefixes, PrefixTable table)
    {
        var maxAge = (int)_options.MaxAge.TotalSeconds;
        var now = _nowMs / 1000;
        var known = 0;
        var isShared = false;
        Replica? chosen = null;
        for (var i = prefixes.Count - 1; i >= 0 && chosen is null; i--)
        {
            var (replicas, parts) = table.Find(prefixes[i].Hash, now, maxAge);
            if (replicas == 0)
                continue;
            chosen = Among(replicas, isShared | parts, prefixes[i].Bytes);
            known = prefixes[i].Bytes;
            // What is shorter than the longest one is no conversation's own end.
            isShared = true;
        }

        if (chosen is null)
        {
            known = 0;
            chosen = OnRing(prefixes[0].Hash);
        }

        if (chosen is not null)
            Learn(prefixes, table, chosen, known, now, maxAge);
        return chosen;
    }

    private void Learn(scoped in PromptPrefixes prefixes, PrefixTable table, Replica chosen, int known, long now, int maxAge)
    {
        chosen.AddNewBytes(prefixes.Bytes - known, _nowMs);
        for (var i = 0; i < prefixes.Count; i++)
            table.Note(prefixes[i].Hash, chosen.Bit, prefixes.HasNext(i) ? prefixes[i + 1].Hash : 0, now, maxAge);
    }

    private Replica? Among(ulong bits, bool isShared, int prefixBytes)
    {
        // A conversation's own place is worth more than even numbers while they are small.
        var bound = isShared ? _bound : Math.Max(_bound, _options.FreeRequests);
        Replica? best = null;
        var bestLoad = bound;
        for (var i = 0; i < _loads.Length; i++)
        {
            var replica = _replicas[i];
            if ((bits & replica.Bit) == 0 || _loads[i] > bestLoad || _loads[i] >= bound)
                continue;
            var newBytes = replica.NewBytes(_nowMs);
            if (isShared && newBytes > _share + ((double)Patience * prefixBytes))
                continue;
            if (best is null || _loads[i] < bestLoad || newBytes < best.NewBytes(_nowMs))
                (best, bestLoad) = (replica, _loads[i]);
        }

        return best;
    }

    /// <summary>The first on the ring that is below both bounds; else the first below the bound of requests.</summary>
    private Replica? OnRing(ulong hash)
    {
        var ring = _replicas.Ring;
        var start = ring.Start(hash);
        Replica? second = null;
        for (var step = 0; step < ring.Count; step++)
        {
            var owner = ring.Owner(start, step);
            if (_loads[owner] >= _bound)
                continue;
            var replica = _replicas[owner];
            if (replica.NewBytes(_nowMs) <= _share)
                return replica;
            second ??= replica;
        }

        return second;
    }
}
