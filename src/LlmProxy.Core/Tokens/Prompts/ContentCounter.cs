using LlmProxy.Core.Json;
using LlmProxy.Core.Tokens.Prompts.Images;

namespace LlmProxy.Core.Tokens.Prompts;

/// <summary>Counts the content of one message: a string, or parts of text, images, sound and files.</summary>
internal readonly ref struct ContentCounter(PromptModel model, TokenTally tally)
{
    /// <summary>What sound or a file is taken to be where nothing tells its length: a page or two, half a minute.</summary>
    private const int PerFile = 1_000;

    private const int MaxDepth = 8;

    /// <summary>Adds content.</summary>
    /// <returns>Whether there was any text.</returns>
    public bool Add(ReadOnlySpan<byte> content) => Add(content, 0);

    private bool Add(ReadOnlySpan<byte> content, int depth)
    {
        if (content is [(byte)'"', ..])
        {
            tally.AddText(JsonMember.Inside(content));
            return content.Length > 2;
        }

        var hasText = false;
        var parts = new JsonWalk(content);
        while (content is [(byte)'[', ..] && depth < MaxDepth && parts.Next())
            hasText |= parts.IsString ? Add(parts.Value, depth + 1) : AddPart(parts.Value, depth);
        return hasText;
    }

    private bool AddPart(ReadOnlySpan<byte> part, int depth)
    {
        var type = JsonMember.TextOf(part, "type"u8);
        if (type.SequenceEqual("text"u8) || type.SequenceEqual("input_text"u8) || type.SequenceEqual("output_text"u8) || type.IsEmpty)
            return AddMember(part, "text"u8);
        if (type.SequenceEqual("refusal"u8))
            return AddMember(part, "refusal"u8);
        if (type.SequenceEqual("thinking"u8))
            return AddMember(part, "thinking"u8);
        if (type.SequenceEqual("image_url"u8) || type.SequenceEqual("input_image"u8) || type.SequenceEqual("image"u8))
            AddImage(part);
        else if (type.SequenceEqual("tool_use"u8))
            AddToolUse(part);
        else if (type.SequenceEqual("tool_result"u8))
            Add(JsonMember.Of(part, "content"u8), depth + 1);
        else
            AddFile(part);
        return false;
    }

    private bool AddMember(ReadOnlySpan<byte> part, ReadOnlySpan<byte> name)
    {
        var text = JsonMember.TextOf(part, name);
        tally.AddText(text);
        return !text.IsEmpty;
    }

    /// <summary>Chat's <c>image_url</c> is an object, a response's a string, and Anthropic's <c>source</c> one or the other.</summary>
    private void AddImage(ReadOnlySpan<byte> part)
    {
        var url = JsonMember.Of(part, "image_url"u8);
        var source = JsonMember.Of(part, "source"u8);
        var detail = JsonMember.TextOf(part, "detail"u8);
        if (url is [(byte)'{', ..])
        {
            detail = JsonMember.TextOf(url, "detail"u8);
            url = JsonMember.Of(url, "url"u8);
        }

        var data = JsonMember.TextOf(source, "data"u8);
        var size = data.IsEmpty ? EncodedImage.OfUrl(JsonMember.Inside(url)) : EncodedImage.OfData(data);
        tally.AddMedia(model.Images.Count(size ?? ImageRules.UnknownSize, detail.SequenceEqual("low"u8)));
    }

    private void AddToolUse(ReadOnlySpan<byte> part)
    {
        tally.AddText(JsonMember.TextOf(part, "name"u8));
        tally.AddPlain(JsonMember.Of(part, "input"u8));
        tally.Add(model.Chat.PerMessage);
        tally.Doubt();
    }

    /// <summary>A document may be text; of anything else only that it is there is known.</summary>
    private void AddFile(ReadOnlySpan<byte> part)
    {
        var source = JsonMember.Of(part, "source"u8);
        if (JsonMember.TextOf(source, "type"u8).SequenceEqual("text"u8))
        {
            tally.AddText(JsonMember.TextOf(source, "data"u8));
            tally.Doubt();
            return;
        }

        tally.AddMedia(PerFile);
    }
}
