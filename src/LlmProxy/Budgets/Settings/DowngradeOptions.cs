namespace LlmProxy.Budgets.Settings;

/// <summary>Which cheaper model takes the place of the one that was asked for, once a soft limit is reached.</summary>
public sealed class DowngradeOptions
{
    /// <summary>The model for chat, responses and messages, where <see cref="Models"/> has none; a name that the route can serve. Not set: only <see cref="Models"/>.</summary>
    public string? To { get; init; }

    /// <summary>The model for particular ones, on every endpoint: a name or pattern of what is asked for (the most specific holds), and the name to use.</summary>
    public IDictionary<string, string> Models { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
