namespace LlmProxy.Sandbox.Hosting;

/// <summary>Masks credentials before anything shows them.</summary>
internal static class Secrets
{
    private const int Shown = 4;

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "authorization", "proxy-authorization", "api-key", "x-api-key", "cookie", "sec-websocket-protocol",
    };

    /// <summary>The header's value, masked if it can hold a credential.</summary>
    public static string MaskHeader(string name, string value) => Names.Contains(name) ? Mask(value) : value;

    /// <summary>Stars and the last four characters, and those only of what is long enough to stay a secret.</summary>
    public static string Mask(string secret) => "***" + (secret.Length >= 3 * Shown ? secret[^Shown..] : "");
}
