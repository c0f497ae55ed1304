using LlmProxy.Configuration.Routing;

namespace LlmProxy.Configuration;

/// <summary>Says in a few lines what a configuration makes of the gateway, for a person at start-up.</summary>
public static class ConfigurationReport
{
    /// <summary>Which clusters are usable, which lack which key, and what the sandbox answers.</summary>
    public static IReadOnlyList<string> Of(LlmConfigModel config)
    {
        var usable = config.Clusters.Where(c => c.IsUsable).Select(c => c.ClusterId).ToList();
        var lines = new List<string> { usable.Count == 0 ? "none is usable" : $"usable: {string.Join(", ", usable)}" };
        lines.AddRange(config.Clusters
            .Where(c => !c.IsUsable)
            .Select(c => $"{c.ClusterId} lacks {string.Join(", ", c.MissingKeys)}"));
        lines.AddRange(config.Clusters
            .Where(c => c.IsUsable && c.MissingSpares.Count > 0)
            .Select(c => $"{c.ClusterId} has {c.Keys.Count} of its keys; {string.Join(", ", c.MissingSpares)} is missing"));
        if (Sandbox(config) is { } sandbox)
        {
            lines.Add(sandbox);
        }

        if (config.Proxy.Access.MissingKeys is { Count: > 0 } missing)
        {
            lines.Add($"the admin key lacks {string.Join(", ", missing)}, so the gateway's state is shown on loopback only");
        }

        if (config.Proxy.Keys.Missing is { Count: > 0 } keys)
        {
            lines.Add($"callers' keys lack {string.Join(", ", keys)}, and do not work");
        }

        lines.AddRange(config.Proxy.Webhooks
            .Where(webhook => webhook.Missing.Count > 0)
            .Select(webhook => $"webhook {webhook.Name} lacks {string.Join(", ", webhook.Missing)}, so it gets no events"));
        return lines;
    }

    private static string? Sandbox(LlmConfigModel config)
    {
        var routes = config.Routes.Where(r => r.Clusters.Any(c => c.IsSandbox && c.IsUsable)).ToList();
        if (routes.Count == 0)
        {
            return null;
        }

        var all = routes.Where(r => r.Router.IsSandboxMode).Select(r => r.RouteId).ToList();
        return all.Count switch
        {
            0 => $"the sandbox answers '{ModelRouter.SandboxPrefix}*' models only",
            _ when all.Count == routes.Count => "the sandbox answers every model, with made-up text, until a provider has its key",
            _ => $"the sandbox answers every model on {string.Join(", ", all)}, elsewhere '{ModelRouter.SandboxPrefix}*' only",
        };
    }
}
