using Microsoft.AspNetCore.Http;

namespace LlmProxy.Exchange.Headers;

/// <summary>Reads <see cref="LlmHeaderNames.IncludeCost"/>, by which a caller asks for the cost inside a stream.</summary>
internal static class CostWish
{
    /// <summary>Whether it is <c>true</c>. Anything else is no: a caller who gets no cost sees so.</summary>
    public static bool IsMade(HttpRequest request) =>
        request.Headers.TryGetValue(LlmHeaderNames.IncludeCost, out var values)
        && values.ToString().AsSpan().Trim().Equals("true", StringComparison.OrdinalIgnoreCase);
}
