namespace LlmProxy.Prompts.Requests;

/// <summary>A prompt that somebody has named.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version; <c>null</c>: whichever is live.</param>
/// <param name="Place">Where it was named, as errors call that.</param>
internal sealed record NamedPrompt(string Name, string? Version, string Place)
{
    /// <summary>Both words as one; <c>null</c>: they contradict each other.</summary>
    public NamedPrompt? With(NamedPrompt other)
    {
        if (other.Name != Name || (Version is not null && other.Version is not null && Version != other.Version))
            return null;
        return this with { Version = Version ?? other.Version };
    }

    /// <summary>As it is written.</summary>
    public override string ToString() => Version is null ? Name : $"{Name}@{Version}";
}
