using System.Numerics;

namespace LlmProxy.Balancing.Affinity;

/// <summary>Remembers of each prefix which replicas have served it lately, and whether different texts have followed it.</summary>
/// <remarks>
/// <para>
/// A fixed array of sets of four entries; in a full set the entry not seen for longest makes place. An entry is two words: 48 bits of
/// the hash with 16 of a clock in seconds, and 48 replicas with 16 bits about what followed.
/// </para>
/// <para>
/// Nothing is locked. Threads that meet in one entry can lose a note or mix two; the price is one prompt at a replica that
/// does not have it, never a wrong answer.
/// </para>
/// </remarks>
internal sealed class PrefixTable
{
    /// <summary>Replicas that are told apart; with more, some share a bit.</summary>
    public const int Slots = 48;

    private const int Ways = 4;
    private const ulong StampBits = 0xFFFF;
    private const ulong ReplicaBits = (1UL << Slots) - 1;
    private const ulong PartsBit = 1UL << 63;
    private const ulong NextBits = ~(ReplicaBits | PartsBit);

    private readonly ulong[] _words;
    private readonly int _setMask;

    /// <summary>A table for at least <paramref name="prefixes"/>, rounded up to a power of two.</summary>
    public PrefixTable(int prefixes)
    {
        Prefixes = prefixes;
        var sets = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(prefixes / Ways, 1));
        _words = new ulong[sets * Ways * 2];
        _setMask = sets - 1;
    }

    /// <summary>The number that it was made for.</summary>
    public int Prefixes { get; }

    /// <summary>Looks a prefix up.</summary>
    /// <param name="hash">The prefix.</param>
    /// <param name="now">The time in seconds.</param>
    /// <param name="maxAge">Seconds after which an entry does not count; less than 65,526.</param>
    /// <returns>A bit for each replica that has served it, and whether prompts part behind it; no bits: not known.</returns>
    public (ulong Replicas, bool Parts) Find(ulong hash, long now, int maxAge)
    {
        var at = IndexOf(hash);
        if (at < 0 || Age(_words[at], now) > maxAge)
            return default;
        var value = _words[at + 1];
        return (value & ReplicaBits, (value & PartsBit) != 0);
    }

    /// <summary>Notes that a replica serves a prefix.</summary>
    /// <param name="hash">The prefix.</param>
    /// <param name="replica">The replica's bit.</param>
    /// <param name="next">The next longer prefix of the same prompt; 0: there is none.</param>
    /// <param name="now">The time in seconds.</param>
    /// <param name="maxAge">As for <see cref="Find"/>.</param>
    public void Note(ulong hash, ulong replica, ulong next, long now, int maxAge)
    {
        var at = IndexOf(hash);
        var value = at >= 0 && Age(_words[at], now) <= maxAge ? _words[at + 1] : 0;
        if (at < 0)
            at = Oldest(hash, now);
        if (next != 0)
        {
            var tag = (next | (1UL << 48)) & NextBits;
            var known = value & NextBits;
            value = (value & ~NextBits) | tag | (known != 0 && known != tag ? PartsBit : 0);
        }

        _words[at + 1] = value | replica;
        _words[at] = (hash & ~StampBits) | ((ulong)now & StampBits);
    }

    private static int Age(ulong word, long now)
    {
        var age = (ushort)(now - (long)(word & StampBits));
        // Another thread has read a later time: nothing has passed.
        return age > ushort.MaxValue - 10 ? 0 : age;
    }

    private int Set(ulong hash) => ((int)(hash >> 5) & _setMask) * Ways * 2;

    private int IndexOf(ulong hash)
    {
        var set = Set(hash);
        for (var at = set; at < set + (Ways * 2); at += 2)
        {
            if (((_words[at] ^ hash) & ~StampBits) == 0)
                return at;
        }

        return -1;
    }

    private int Oldest(ulong hash, long now)
    {
        var set = Set(hash);
        var oldest = set;
        for (var at = set; at < set + (Ways * 2); at += 2)
        {
            if (_words[at] == 0)
                return at;
            if (Age(_words[at], now) > Age(_words[oldest], now))
                oldest = at;
        }

        return oldest;
    }
}
