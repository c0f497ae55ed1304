using System.Runtime.CompilerServices;

namespace LlmProxy.Core.Limits;

/// <summary>The values of an answer's rate limit headers on the stack, three of each of fourteen windows: remaining, limit, reset.</summary>
[InlineArray(OfWindow * 14)]
internal struct RateLimitTexts
{
    /// <summary>How many values a window has.</summary>
    public const int OfWindow = 3;

    private string? _first;
}
