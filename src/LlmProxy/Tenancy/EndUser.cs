using LlmProxy.Core.Errors;
using LlmProxy.Exchange.Headers;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Tenancy;

/// <summary>Reads the header by which an application says whom a request is for.</summary>
internal static class EndUser
{
    /// <summary>Most characters of a user's name.</summary>
    public const int MaxLength = 256;

    /// <summary>The user; <c>null</c> where the header is not there or empty.</summary>
    /// <exception cref="LlmException">400: it is too long, stands twice, or holds other than plain ASCII. Leaving it out would put the request on nobody's account.</exception>
    public static string? Of(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(LlmHeaderNames.User, out var values))
            return null;
        var user = values.ToString().Trim();
        if (values.Count <= 1 && user.Length <= MaxLength && HeaderText.CanBeSent(user))
            return user.Length == 0 ? null : user;
        throw new LlmException(new LlmError(
            400, LlmErrorTypes.InvalidRequest, $"The header '{LlmHeaderNames.User}' must be one text of at most {MaxLength} printable ASCII characters.", "invalid_header")
        {
            ShouldRetry = false,
        });
    }
}
