using LlmProxy.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Exchange.Headers;

/// <summary>Reads <see cref="LlmHeaderNames.Failover"/>, by which a caller says that no other cluster or model will do.</summary>
internal static class FailoverWish
{
    /// <summary>Whether it is <c>off</c>; it is on where nothing is said.</summary>
    /// <exception cref="LlmException">Another value than <c>on</c> or <c>off</c>, or both: 400. Ignoring it could send a prompt where it must not go.</exception>
    public static bool IsOff(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(LlmHeaderNames.Failover, out var values))
            return false;
        var value = values.ToString().Trim();
        if (value.Equals("off", StringComparison.OrdinalIgnoreCase))
            return true;
        return value.Equals("on", StringComparison.OrdinalIgnoreCase)
            ? false
            : throw new LlmException(new LlmError(
                400, LlmErrorTypes.InvalidRequest, $"The header '{LlmHeaderNames.Failover}' must be 'on' or 'off'.", "invalid_header")
            {
                ShouldRetry = false,
            });
    }
}
