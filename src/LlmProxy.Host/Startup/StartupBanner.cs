using LlmProxy.Prompts.Catalogue;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LlmProxy.Host.Startup;

/// <summary>Tells a person, in a few lines, that the gateway runs, where, and with what.</summary>
internal static class StartupBanner
{
    /// <summary>Writes the lines to the console once the server listens.</summary>
    /// <param name="app">The host, not yet started.</param>
    /// <param name="source">Where the configuration came from.</param>
    /// <param name="clusters">The clusters that can serve, and those that lack a key; one line each.</param>
    /// <param name="guardrails">What guards see on which route; none: there are no guards.</param>
    public static void PrintBanner(this WebApplication app, string source, IReadOnlyList<string> clusters, IReadOnlyList<string> guardrails) =>
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses;
            var prompts = PromptLines.Of(app.Services.GetRequiredService<PromptCatalogue>().Current);
            Console.Out.Write(Text([.. addresses ?? []], source, clusters, guardrails, prompts));
        });

    internal static string Text(
        IReadOnlyList<string> addresses, string source, IReadOnlyList<string> clusters, IReadOnlyList<string> guardrails, IReadOnlyList<string> prompts)
    {
        var lines = new List<string>
        {
            $"LlmProxy listens on {string.Join(", ", addresses)}",
            $"  configuration  {source}",
        };
        lines.AddRange(clusters.Select((line, index) => $"  {(index == 0 ? "clusters" : ""),-13}  {line}"));
        lines.AddRange(guardrails.Select((line, index) => $"  {(index == 0 ? "guardrails" : ""),-13}  {line}"));
        lines.AddRange(prompts.Select((line, index) => $"  {(index == 0 ? "prompts" : ""),-13}  {line}"));
        return string.Concat(lines.Select(line => line + Environment.NewLine));
    }
}
