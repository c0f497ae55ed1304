namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Texts that are over with a frame.</summary>
/// <param name="Group">Of which choice, item or block; <c>null</c>: of all.</param>
/// <param name="Part">Of which part of it; <c>null</c>: of all.</param>
/// <param name="Path">Which of those; <c>null</c>: all.</param>
internal readonly record struct ChannelEnd(int? Group = null, int? Part = null, ulong? Path = null)
{
    /// <summary>Whether the text of <paramref name="key"/> is over.</summary>
    public bool Ends(ChannelKey key) =>
        (Group is not { } group || group == key.Group) && (Part is not { } part || part == key.Part) && (Path is not { } path || path == key.Path);
}
