using System.Globalization;
using LlmProxy.Configuration;

namespace LlmProxy.Host.Commands.Production;

/// <summary>Who gets in, and what is kept from others.</summary>
internal static class SecurityChecks
{
    private const int MostPerMinute = 50;

    private static readonly string[] SecretPaths =
    [
        "ReverseProxy:Clusters:*:Llm:ApiKey", "ReverseProxy:Clusters:*:Llm:ApiKeys:*", "LlmProxy:Access:AdminKey", "LlmProxy:Keys:HashKey",
        "LlmProxy:Keys:Static:*:Key", "LlmProxy:Webhooks:*:Secret",
    ];

    /// <summary>Keys are named in the file, and stand in the environment or a mounted file.</summary>
    public static ChecklistItem Secrets(ProductionConfiguration configuration)
    {
        const string Title = "keys from the environment";
        var literal = SecretPaths.SelectMany(configuration.InFile)
            .Where(value => value.Value is { Length: > 0 } text && !text.Contains("${", StringComparison.Ordinal))
            .Select(value => $"{value.Key} is written out").ToList();
        return LacksAdminKey(configuration.Model.Proxy)
            ? ChecklistItem.Fail(
                Title, string.Join("; ", [.. literal, "callers need keys, and with no admin key whoever is on this machine can make them"]),
                "\"LlmProxy\": { \"Access\": { \"AdminKey\": \"${LLMPROXY_ADMIN_KEY}\" } }")
            : ChecklistItem.PassUnless(Title, literal, "no key stands in the file", "\"…Key\": \"${NAME}\" or \"${file:/run/secrets/NAME}\"");
    }

    /// <summary>Callers are known, and each user has a rate.</summary>
    public static ChecklistItem UserLimits(ProductionConfiguration configuration)
    {
        const string Title = "rate limit per user";
        var proxy = configuration.Model.Proxy;
        if (!proxy.Keys.Required && proxy.Keys.Static.Count == 0)
            return ChecklistItem.Fail(Title, "callers may need no key, so nobody knows who they are", "\"LlmProxy\": { \"Keys\": { \"Required\": true } }");
        if (!long.TryParse(configuration.Settings["LlmProxy:RateLimits:User:RequestsPerMinute"], NumberStyles.None, CultureInfo.InvariantCulture, out var rate))
            return ChecklistItem.Fail(Title, "users have no limit of their own", "\"LlmProxy\": { \"RateLimits\": { \"User\": { \"RequestsPerMinute\": 50 } } }");
        return rate > MostPerMinute
            ? ChecklistItem.Fail(Title, $"{rate} requests in a minute are more than the 10 to {MostPerMinute} of a person", "\"LlmProxy\": { \"RateLimits\": { \"User\": { \"RequestsPerMinute\": 50 } } }")
            : ChecklistItem.Pass(Title, $"{rate} requests in a minute");
    }

    /// <summary>No pages but those of the product may call.</summary>
    public static ChecklistItem Cors(ProductionConfiguration configuration)
    {
        var origins = configuration.Model.Proxy.Cors.Origins;
        var gaps = origins.Where(IsLocal).Select(origin => $"'{origin}' is no domain of production").ToList();
        if (configuration.Model.Proxy.AllowAnonymous)
            gaps.Add("LlmProxy:AllowAnonymous lets pages of all hosts call while there is no key");
        return ChecklistItem.PassUnless(
            "CORS for declared domains", gaps, origins.Count == 0 ? "no page of another origin may call" : string.Join(", ", origins),
            "\"LlmProxy\": { \"AllowAnonymous\": false, \"Cors\": { \"Origins\": [ \"https://app.example.com\" ] } }");
    }

    // One that is named counts: where the check runs, the variable need not be set.
    private static bool LacksAdminKey(LlmProxyModel proxy) =>
        (proxy.Keys.Required || proxy.Keys.Static.Count > 0) && proxy.Access is { AdminKey: not { IsEmpty: false }, MissingKeys.Count: 0 };

    private static bool IsLocal(string origin) =>
        origin.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IsLoopback);
}
