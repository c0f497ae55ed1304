using System.Threading.RateLimiting;

namespace LlmProxy.Limits;

/// <summary>Permits of a <see cref="WindowLimiter"/>, which can be settled at another number than was taken. Left alone, they count as used.</summary>
internal sealed class WindowLease(WindowLimiter? limiter, long window, int permits, TimeSpan retryAfter) : RateLimitLease
{
    private static readonly string[] RefusedNames = [MetadataName.RetryAfter.Name];
    private int _isSettled;

    /// <inheritdoc/>
    public override bool IsAcquired => limiter is not null;

    /// <inheritdoc/>
    public override IEnumerable<string> MetadataNames => IsAcquired ? [] : RefusedNames;

    /// <summary>Puts what was used in the place of what was taken. Every call but the first does nothing.</summary>
    public void Settle(long used)
    {
        if (limiter is not null && Interlocked.Exchange(ref _isSettled, 1) == 0)
            limiter.Settle(window, permits, used);
    }

    /// <inheritdoc/>
    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = !IsAcquired && metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
        return metadata is not null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Settle(permits);
        base.Dispose(disposing);
    }
}
