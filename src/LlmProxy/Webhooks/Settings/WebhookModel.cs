using LlmProxy.Configuration.Routing;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Events;

namespace LlmProxy.Webhooks.Settings;

/// <summary>The resolved <see cref="WebhookOptions"/>. Immutable.</summary>
public sealed class WebhookModel
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where events are posted to.</summary>
    public required Uri Url { get; init; }

    /// <summary>What deliveries are signed with; <c>null</c>: not there, so that it gets nothing.</summary>
    public Secret? Secret { get; init; }

    /// <summary>The variables and files that the secret names and that are not there.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The events that are sent; empty: all but those of usage and feedback.</summary>
    public IReadOnlyList<ModelPattern> Events { get; init; } = [];

    /// <inheritdoc cref="WebhookOptions.MaxBatch"/>
    public int MaxBatch { get; init; } = 100;

    /// <summary>Whether it is sent events of a type.</summary>
    public bool Wants(string type)
    {
        if (Events.Count == 0)
            return !EventTypes.IsFrequent(type);
        foreach (var pattern in Events)
        {
            if (pattern.Matches(type))
                return true;
        }

        return false;
    }
}
