using Microsoft.Extensions.Primitives;

namespace LlmProxy.Exchange.Headers;

/// <summary>The WebSocket subprotocols of OpenAI's realtime API, by which a browser, which can set no header, sends its key.</summary>
internal static class RealtimeProtocols
{
    private const string KeyPrefix = "openai-insecure-api-key.";

    /// <summary>The key among the subprotocols, or <c>null</c>.</summary>
    public static string? Key(StringValues offered)
    {
        foreach (var protocol in Split(offered))
        {
            if (protocol.StartsWith(KeyPrefix, StringComparison.Ordinal) && protocol.Length > KeyPrefix.Length)
                return protocol[KeyPrefix.Length..];
        }

        return null;
    }

    /// <summary>The subprotocols without the key, which must not travel on; none if there is no other.</summary>
    public static StringValues WithoutKey(StringValues offered)
    {
        var others = Split(offered).Where(protocol => !protocol.StartsWith(KeyPrefix, StringComparison.Ordinal)).ToArray();
        return others.Length == 0 ? StringValues.Empty : string.Join(", ", others);
    }

    private static string[] Split(StringValues offered) =>
        offered.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
