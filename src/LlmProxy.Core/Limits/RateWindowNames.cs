namespace LlmProxy.Core.Limits;

/// <summary>How the headers of one limit are called; <c>null</c> for one that there is none of.</summary>
/// <param name="Remaining">What is left.</param>
/// <param name="Limit">What it allows.</param>
/// <param name="Reset">When it is full again.</param>
internal readonly record struct RateWindowNames(string? Remaining, string Limit, string? Reset)
{
    /// <summary>The names with the places of their values in <see cref="RateLimitTexts"/>.</summary>
    public IEnumerable<KeyValuePair<string, int>> Slots(int first)
    {
        if (Remaining is not null)
            yield return new(Remaining, first);
        yield return new(Limit, first + 1);
        if (Reset is not null)
            yield return new(Reset, first + 2);
    }
}
