namespace LlmProxy.Configuration.Reading;

/// <summary>Checks a destination's address.</summary>
internal static class AddressRules
{
    /// <summary>The address that means the sandbox inside this process.</summary>
    public const string BuiltInSandbox = "sandbox:";

    private const string Remedy = "write it like 'https://api.example.com/v1', or 'sandbox:' for the built-in sandbox";

    // Pasted from a provider's documentation, where the whole URL of a call stands.
    private static readonly string[] Endpoints = ["/chat/completions", "/completions", "/responses", "/messages", "/embeddings"];

    /// <summary>Whether <paramref name="address"/> means the sandbox inside this process.</summary>
    public static bool IsBuiltInSandbox(string? address) =>
        BuiltInSandbox.Equals(address?.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>What is wrong with <paramref name="address"/>; <c>null</c> if nothing is. The address itself is not shown, as it may hold a key.</summary>
    public static (string Problem, string Remedy)? Problem(string? address, string? apiVersion)
    {
        if (string.IsNullOrWhiteSpace(address))
        {
            return ("is missing", Remedy);
        }

        if (IsBuiltInSandbox(address))
        {
            return null;
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return ("is not an absolute http or https address", Remedy);
        }

        if (uri.UserInfo.Length > 0)
        {
            return ("holds a user name or password", "set the credential as ApiKey");
        }

        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            return ("has a query or a fragment", "keep scheme, host, port and path alone");
        }

        var path = uri.AbsolutePath.TrimEnd('/');
        if (Endpoints.FirstOrDefault(end => path.EndsWith(end, StringComparison.OrdinalIgnoreCase)) is { } endpoint)
        {
            return ($"ends with '{endpoint}', which callers add themselves", "end it where the version stands, like '/v1'");
        }

        return apiVersion is not null && path.EndsWith("/openai/v1", StringComparison.OrdinalIgnoreCase)
            ? ("is Azure's v1 form, which has no ApiVersion", "remove ApiVersion, or the path '/openai/v1'")
            : null;
    }
}
