using System.Buffers;
using LlmProxy.Configuration.Binding;
using LlmProxy.Providers;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Reading;

/// <summary>Refuses settings that a cluster's provider does not have, since they would silently do nothing.</summary>
internal static class ProviderRules
{
    private static readonly SearchValues<char> VersionCharacters =
        SearchValues.Create("0123456789-abcdefghijklmnopqrstuvwxyz");

    /// <summary>Notes every setting that does not belong to <paramref name="provider"/>; <c>null</c>: not known, nothing to say.</summary>
    public static void Check(
        LlmClusterOptions options, string? provider, IConfigurationSection section, ICollection<ConfigurationError> errors)
    {
        if (provider is null)
        {
            return;
        }

        Belongs(nameof(options.ApiVersion), ProviderNames.AzureOpenAi);
        Belongs(nameof(options.DefaultMaxTokens), ProviderNames.Anthropic);
        Belongs(nameof(options.Thinking), ProviderNames.Anthropic);
        if (options.ApiVersion is { } version && version.AsSpan().ContainsAnyExcept(VersionCharacters))
        {
            errors.Add(new(
                ConfigurationPath.Combine(section.Path, nameof(options.ApiVersion)),
                $"is {SafeValue.Show(version)}, not an API version",
                "write it like '2024-10-21'"));
        }

        void Belongs(string setting, string owner)
        {
            if (provider != owner && section.GetChildren().Any(c => c.Key.Equals(setting, StringComparison.OrdinalIgnoreCase)))
            {
                errors.Add(new(
                    ConfigurationPath.Combine(section.Path, setting),
                    $"has no meaning for the provider '{provider}'",
                    $"remove it, or set the provider to '{owner}'"));
            }
        }
    }
}
