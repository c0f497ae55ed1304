namespace LlmProxy.Host.Access;

/// <summary>Refuses to open a gateway to the network that asks nobody for a key.</summary>
internal static class BindingGuard
{
    /// <summary>The exit code of a gateway that is configured wrongly.</summary>
    public const int ExitCode = 2;

    /// <summary>What is wrong with listening at <paramref name="addresses"/>; <c>null</c> when nothing is.</summary>
    /// <param name="addresses">As <c>http://localhost:8080</c>.</param>
    /// <param name="allowAnonymous">Whether the configuration says that it may.</param>
    /// <param name="hasKeys">Whether callers need a key.</param>
    public static string? Check(IEnumerable<string> addresses, bool allowAnonymous, bool hasKeys)
    {
        foreach (var address in addresses)
        {
            if (!TryIsLoopback(address, out var loopback))
                return $"'{address}' is not an address to listen at; '{Startup.ListenAddresses.Default}' would be one.";
            if (!loopback && !allowAnonymous && !hasKeys) return Refusal(address);
        }

        return null;
    }

    private static string Refusal(string address) =>
        $"'{address}' can be reached from other machines, and no caller needs a key there. Listen on loopback "
        + $"('{Startup.ListenAddresses.Default}'); or make keys, or set LlmProxy:Keys:Required to true, so that callers need one; "
        + "or set LlmProxy:AllowAnonymous to true (LlmProxy__AllowAnonymous=true in the environment) if anybody may call.";

    private static bool TryIsLoopback(string address, out bool loopback)
    {
        loopback = false;
        try
        {
            // Kestrel binds every host that is neither an IP address nor localhost to all interfaces.
            var parsed = BindingAddress.Parse(address);
            if (HasBrokenPort(parsed)) return false;
            loopback = parsed.IsUnixPipe || parsed.IsNamedPipe || LoopbackRequest.NamesLoopback(parsed.Host);
            return true;
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    // A port that is no number is parsed as a part of the host's name.
    private static bool HasBrokenPort(BindingAddress address) =>
        !address.IsUnixPipe && address.Host.Contains(':') && !address.Host.StartsWith('[');
}
