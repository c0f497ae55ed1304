namespace LlmProxy.Failover.Hedging;

/// <summary>Bounds the second attempts of a route: each request earns a part of one.</summary>
/// <remarks>
/// One is there from the beginning, and ten at most are saved up: so in any number of requests there are at most their per cent, and
/// ten more.
/// </remarks>
internal sealed class HedgeBudget
{
    /// <summary>One second attempt; a thousandth of a per cent of a request can be told.</summary>
    private const long One = 100_000;

    private const long Most = 10 * One;

    private long _saved = One;

    /// <summary>A request has come.</summary>
    /// <param name="percent">How many requests in a hundred may have a second attempt.</param>
    public void Earn(double percent)
    {
        var part = (long)(percent * (One / 100));
        if (Interlocked.Add(ref _saved, part) > Most)
            Interlocked.Add(ref _saved, -part);
    }

    /// <summary>Spends one; <c>false</c>: there is none.</summary>
    public bool TrySpend()
    {
        if (Interlocked.Add(ref _saved, -One) >= 0)
            return true;
        Interlocked.Add(ref _saved, One);
        return false;
    }
}
