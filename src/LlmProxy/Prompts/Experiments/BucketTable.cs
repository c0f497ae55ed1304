namespace LlmProxy.Prompts.Experiments;

/// <summary>Which bucket belongs to which variant of an experiment. Immutable.</summary>
/// <remarks>
/// <para>
/// A variant that grows must take buckets from nobody but the control, or from those outside: else its users would change sides in the middle
/// of a test. So no variant begins where another ends. Each has a place to grow from that depends on its rank alone, and takes the first buckets
/// from there on that are free: the first variant from the lowest bucket up, the second from the highest down, the next two from the middle up
/// and down, the next four from the quarters. What is left is the control's; where the control has a share of its own, it takes its part of that
/// from the middle up, and the rest is outside.
/// </para>
/// <para>
/// With one or two variants beside the control it holds always that growth moves nobody between them. No rule can promise that for three (each
/// could grow to nearly all, and what is left would have to belong to both others), so with more it holds while each has room: up to 25 % each
/// for three or four, 12.5 % for up to eight.
/// </para>
/// </remarks>
internal sealed class BucketTable
{
    /// <summary>The most variants of an experiment.</summary>
    public const int MaxVariants = 20;

    private const byte Outside = byte.MaxValue;

    private readonly byte[] _owners = new byte[Buckets.Count];

    /// <summary>Deals the buckets out.</summary>
    /// <param name="shares">The share of each variant in buckets, in order; of the control, or <c>null</c> for all that is left.</param>
    /// <param name="control">Which variant is the control.</param>
    public BucketTable(ReadOnlySpan<int?> shares, int control)
    {
        Array.Fill(_owners, Outside);
        var rank = 0;
        for (var i = 0; i < shares.Length; i++)
        {
            if (i != control)
                Take((byte)i, shares[i] ?? 0, Start(rank / 2), isUp: rank++ % 2 == 0);
        }

        Take((byte)control, shares[control] ?? Buckets.Count, Start(1), isUp: true);
    }

    /// <summary>The variant of a bucket; -1: it is outside of the experiment.</summary>
    public int this[int bucket] => _owners[bucket] is var owner and not Outside ? owner : -1;

    /// <summary>How many buckets a variant has.</summary>
    public int Share(int variant) => _owners.AsSpan().Count((byte)variant);

    private void Take(byte variant, int share, int start, bool isUp)
    {
        for (var step = 0; step < Buckets.Count && share > 0; step++)
        {
            var bucket = (isUp ? start + step : start - 1 - step + Buckets.Count) % Buckets.Count;
            if (_owners[bucket] != Outside)
                continue;
            _owners[bucket] = variant;
            share--;
        }
    }

    /// <summary>0, the middle, the quarters, the eighths …: van der Corput's sequence in base 2, whose beginning does not change when there are more.</summary>
    private static int Start(int place)
    {
        var start = 0;
        for (var part = Buckets.Count / 2; place > 0; place >>= 1, part /= 2)
            start += (place & 1) * part;
        return start;
    }
}
