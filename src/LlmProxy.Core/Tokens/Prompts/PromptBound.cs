using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Tokens.Prompts;

/// <summary>Bounds the tokens of a prompt from above by its bytes, at the cost of a search for images.</summary>
/// <remarks>
/// Every token stands for at least a byte of text, in any tokenizer that falls back on bytes; JSON's own quotes, names and
/// brackets are more bytes than what chat formats add for them. What is left to add is what a request says in few bytes and a
/// prompt in many: images, files, and the system prompts that providers put before tools.
/// </remarks>
public static class PromptBound
{
    /// <summary>Once for a request: the reply's beginning, and the heading of what it is told beside the conversation.</summary>
    private const int PerRequest = 64;

    /// <summary>Once for a request with tools: Anthropic's system prompt for them has up to about 530 tokens, OpenAI's frame 85.</summary>
    private const int PerTools = 600;

    /// <summary>For each file or piece of sound that is not counted by bytes.</summary>
    private const int PerFile = 1_000;

    private static readonly RequestField[] ChatFields =
        [RequestField.Messages, RequestField.Tools, RequestField.Functions, RequestField.ToolChoice, RequestField.FunctionCall, RequestField.ResponseFormat];

    private static readonly RequestField[] ResponseFields =
        [RequestField.Instructions, RequestField.Input, RequestField.Prompt, RequestField.Tools, RequestField.ToolChoice, RequestField.Text];

    private static readonly RequestField[] MessagesFields = [RequestField.System, RequestField.Messages, RequestField.Tools, RequestField.ToolChoice];

    private static readonly RequestField[] CompletionFields = [RequestField.Prompt];

    private static readonly RequestField[] EmbeddingFields = [RequestField.Input];

    /// <summary>A count that the prompt does not exceed; at least 1, but 0 where the request carries no prompt by its kind.</summary>
    public static long Of(LlmRequest request, PromptKind kind, PromptModel model)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(model);
        if (kind == PromptKind.None)
            return 0;
        long bound = PerRequest;
        foreach (var field in FieldsOf(kind))
            bound += request.Places[field].Length;
        if (!request.Places[RequestField.Tools].IsEmpty || !request.Places[RequestField.Functions].IsEmpty)
            bound += PerTools;
        return kind is PromptKind.Completion or PromptKind.Embedding ? bound : bound + Media(request, kind, model);
    }

    private static RequestField[] FieldsOf(PromptKind kind) => kind switch
    {
        PromptKind.Chat => ChatFields,
        PromptKind.Response => ResponseFields,
        PromptKind.Messages => MessagesFields,
        PromptKind.Completion => CompletionFields,
        _ => EmbeddingFields,
    };

    /// <summary>What images and files may be, less the bytes of those that stand in the request.</summary>
    private static long Media(LlmRequest request, PromptKind kind, PromptModel model)
    {
        var content = request.Bytes(kind == PromptKind.Response ? RequestField.Input : RequestField.Messages);
        // Every image names itself so, in all three protocols: "image_url", "input_image", "image".
        var images = Count(content, "image"u8);
        var files = Count(content, "file"u8) + Count(content, "document"u8) + Count(content, "audio"u8);
        return images == 0 && files == 0 ? 0 : (images * model.Images.Max) + (files * PerFile) - (images > 0 && kind != PromptKind.Messages ? Encoded(content) : 0);
    }

    private static int Count(ReadOnlySpan<byte> content, ReadOnlySpan<byte> word) => content.Count(word);

    /// <summary>The bytes of images in data URLs. A text that only begins like one is none: what counts is the member that it stands in.</summary>
    private static long Encoded(ReadOnlySpan<byte> content)
    {
        var bytes = 0L;
        while (content.IndexOf("\"data:image/"u8) is var at and >= 0)
        {
            var before = content[..at].TrimEnd(" \t\r\n"u8);
            var isUrl = before is [.., (byte)':'] && before[..^1].TrimEnd(" \t\r\n"u8) is var name
                && (name.EndsWith("\"url\""u8) || name.EndsWith("\"image_url\""u8));
            content = content[(at + 1)..];
            var length = content.IndexOf((byte)'"');
            if (length < 0)
                break;
            bytes += isUrl ? length : 0;
            content = content[length..];
        }

        return bytes;
    }
}
