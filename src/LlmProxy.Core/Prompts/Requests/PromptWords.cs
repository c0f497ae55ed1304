using System.Text;
using System.Text.Json;
using LlmProxy.Core.Json;
using LlmProxy.Core.Prompts.Rendering;
using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Prompts.Requests;

/// <summary>Reads where a request's body names a prompt: the <c>prompt</c> object of OpenAI's Responses API, and <c>metadata</c>.</summary>
public static class PromptWords
{
    /// <summary>More than any name and version.</summary>
    private const int LongestName = 256;

    private const int MaxDepth = 8;

    /// <summary>Whether the body has a <c>prompt</c> that is an object.</summary>
    public static bool HasPrompt(LlmRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Bytes(RequestField.Prompt) is [(byte)'{', ..];
    }

    /// <summary>Whether the body's <c>metadata</c> may name a prompt.</summary>
    public static bool MayHaveMetadata(LlmRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Bytes(RequestField.Metadata).IndexOf(MetadataMembers.Prompt) >= 0;
    }

    /// <summary>What the <c>prompt</c> object says.</summary>
    public static PromptWord OfPrompt(LlmRequest request) => Read(request, RequestField.Prompt, "id"u8, "version"u8, "variables"u8);

    /// <summary>What <c>metadata</c> says; its values may be texts, as OpenAI's must.</summary>
    public static PromptWord OfMetadata(LlmRequest request) =>
        Read(request, RequestField.Metadata, MetadataMembers.Prompt, MetadataMembers.Version, MetadataMembers.Variables);

    private static PromptWord Read(LlmRequest request, RequestField field, ReadOnlySpan<byte> idName, ReadOnlySpan<byte> versionName, ReadOnlySpan<byte> variablesName)
    {
        ArgumentNullException.ThrowIfNull(request);
        string? id = null, version = null;
        ReadOnlyMemory<byte>? variables = null;
        var isBroken = false;
        var walk = new JsonWalk(request.Bytes(field));
        while (walk.Next())
        {
            if (JsonText.Means(walk.Name, idName))
                id = Text(walk);
            else if (JsonText.Means(walk.Name, versionName))
                version = Text(walk);
            else if (JsonText.Means(walk.Name, variablesName) && !walk.Value.SequenceEqual("null"u8))
                isBroken |= (variables = Variables(request, field, walk)) is null;
        }

        return new PromptWord(id, version, variables, isBroken);
    }

    /// <summary>A name; whatever can be none becomes one that nothing has.</summary>
    private static string? Text(in JsonWalk member)
    {
        if (member.Value.SequenceEqual("null"u8))
            return null;
        Span<byte> plain = stackalloc byte[LongestName];
        return member.IsString && member.Text.Length <= LongestName ? Encoding.UTF8.GetString(plain[..JsonText.Unescape(member.Text, plain)]) : "";
    }

    private static ReadOnlyMemory<byte>? Variables(LlmRequest request, RequestField field, in JsonWalk member)
    {
        if (member.Value is [(byte)'{', ..])
            return request.Body.Slice(request.Places[field].Start + member.ValueStart, member.Value.Length);
        if (!member.IsString || field != RequestField.Metadata)
            return null;
        var text = new byte[member.Text.Length];
        var json = text.AsMemory(0, JsonText.Unescape(member.Text, text));
        if (!IsObject(json.Span))
            return null;
        return json[(json.Length - json.Span.TrimStart(" \t\r\n"u8).Length)..];
    }

    private static bool IsObject(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
