using System.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Balancing.Affinity;

/// <summary>The parts of a request that become the model's prompt, as their raw JSON, found without decoding anything.</summary>
/// <remarks>Sampling settings, <c>stream</c> and the like are none of them: they leave a cached prefix as it is.</remarks>
internal ref struct PromptParts
{
    private static readonly SearchValues<byte> EndOfLiteral = SearchValues.Create(",} \t\r\n"u8);
    private static readonly SearchValues<byte> White = SearchValues.Create(" \t\r\n"u8);

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
        var at = SkipWhite(body, 0);
        if (at >= body.Length || body[at] != '{')
            return parts;
        at++;
        while (true)
        {
            at = SkipWhite(body, at);
            if (at >= body.Length || body[at] != '"')
                return parts;
            var nameEnd = EndOfValue(body, at);
            var name = body[(at + 1)..Math.Max(nameEnd - 1, at + 1)];
            at = SkipWhite(body, nameEnd);
            if (at >= body.Length || body[at] != ':')
                return parts;
            at = SkipWhite(body, at + 1);
            var end = EndOfValue(body, at);
            parts.Note(name, body[at..end]);
            at = SkipWhite(body, end);
            if (at >= body.Length || body[at] != ',')
                return parts;
            at++;
        }
    }

    /// <summary>The first place at or behind <paramref name="at"/> that is no white space.</summary>
    public static int SkipWhite(ReadOnlySpan<byte> json, int at)
    {
        // Mostly there is none, or one blank.
        if (at < json.Length && json[at] > ' ')
            return at;
        var next = at >= json.Length ? -1 : json[at..].IndexOfAnyExcept(White);
        return next < 0 ? json.Length : at + next;
    }

    /// <summary>The place behind the value that begins at <paramref name="at"/>.</summary>
    public static int EndOfValue(ReadOnlySpan<byte> json, int at)
    {
        if (at >= json.Length)
            return json.Length;
        var skipper = default(JsonSkipper);
        switch (json[at])
        {
            case (byte)'"':
                skipper.Open((byte)'"');
                return at + 1 + skipper.SkipString(json[(at + 1)..]);
            case (byte)'{' or (byte)'[':
                skipper.Open(json[at]);
                return at + 1 + skipper.SkipContainer(json[(at + 1)..]);
            default:
                var length = json[at..].IndexOfAny(EndOfLiteral);
                return length < 0 ? json.Length : at + length;
        }
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
