namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Where a content part stands, for the <c>param</c> of an error.</summary>
/// <param name="Message">The index of the message.</param>
/// <param name="Part">The index of the part, or -1 where the content is one string.</param>
internal readonly record struct PartPath(int Message, int Part)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Part < 0 ? $"messages[{Message}].content" : $"messages[{Message}].content[{Part}]";
}
