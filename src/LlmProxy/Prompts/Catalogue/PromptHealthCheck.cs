using LlmProxy.Prompts.Catalogue.Archive;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LlmProxy.Prompts.Catalogue;

/// <summary>Tells which prompts are in force, and what is wrong with their files: degraded while anything is.</summary>
internal sealed class PromptHealthCheck(PromptCatalogue prompts, PromptArchive archive) : IHealthCheck
{
    /// <summary>The name of the check.</summary>
    public const string Name = "prompts";

    private const int MaxErrors = 100;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var current = prompts.Current;
        var data = new Dictionary<string, object> { ["prompts"] = current.Prompts.Count, ["versions"] = current.Versions.Count };
        if (current.Errors.Count > 0)
            data["errors"] = current.Errors.Take(MaxErrors).Select(error => error.ToString()).ToArray();
        return Task.FromResult((current.Errors.Count, archive.IsLoaded) switch
        {
            (0, true) => HealthCheckResult.Healthy(data: data),
            (0, false) => HealthCheckResult.Degraded("The store cannot be read, so prompts are as their files say; it is tried again.", data: data),
            var (count, _) => HealthCheckResult.Degraded($"{count} things are wrong with prompts; what was right before stays in force.", data: data),
        });
    }
}
