using LlmProxy.Core.Json;

namespace LlmProxy.Balancing.Affinity;

/// <summary>The parts of a request that become the model's prompt, as their raw JSON, found without decoding anything.</summary>
/// <remarks>Sampling settings, <c>stream</c> and the like are none of them: they leave a cached prefix as it is.</remarks>
internal ref struct PromptParts
{
    /// <summary>The tools (<c>tools</c> or <c>functions</c>), which chat templates put first.</summary>
    public ReadOnlySpan<byte> Tools { get; private set; }

    /// <summary>The instructions that stand outside of the conversation: <c>system</c> or <c>instructions</c>.</summary>
    public ReadOnlySpan<byte> System { get; private set; }

    /// <summary>A completion's <c>prompt</c>, or the stored prompt that a response is made with.</summary>
    public ReadOnlySpan<byte> Prompt { get; private set; }

    /// <summary>The <c>input</c> of a response or an embedding.</summary>
    public ReadOnlySpan<byte> Input { get; private set; }

    /// <summary>The <c>messages</c> of a chat.</summary>
    public ReadOnlySpan<byte> Messages { get; private set; }

    /// <summary>Finds the parts in a body that is a valid JSON object; in anything else it finds nothing, or something without meaning.</summary>
    public static PromptParts Find(ReadOnlySpan<byte> body)
    {
        var parts = default(PromptParts);
        var members = new JsonWalk(body[JsonScan.SkipWhite(body, 0)..]);
        while (members.Next())
            parts.Note(members.Name, members.Value);
        return parts;
    }

    private void Note(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("messages"u8))
            Messages = value;
        else if (name.SequenceEqual("tools"u8) || name.SequenceEqual("functions"u8))
            Tools = value;
        else if (name.SequenceEqual("system"u8) || name.SequenceEqual("instructions"u8))
            System = value;
        else if (name.SequenceEqual("prompt"u8))
            Prompt = value;
        else if (name.SequenceEqual("input"u8))
            Input = value;
    }
}
