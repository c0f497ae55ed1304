using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Tokens.Prompts.Tools;

/// <summary>Writes the format that an answer must have as the text that a model is told: a heading, and the schema without its titles.</summary>
internal readonly ref struct FormatText(PooledBuffer output)
{
    private const int MaxDepth = 64;

    /// <summary>Writes a chat's <c>response_format</c>, or a response's <c>text.format</c>.</summary>
    /// <returns>False: it has no schema, and costs nothing.</returns>
    public bool Write(ReadOnlySpan<byte> format)
    {
        var inner = JsonMember.Of(format, "json_schema"u8);
        var definition = inner.IsEmpty ? format : inner;
        var schema = JsonMember.Of(definition, "schema"u8);
        if (schema.IsEmpty)
            return false;
        output.Append("# Response Formats\n\n## "u8);
        output.Append(JsonMember.TextOf(definition, "name"u8));
        output.Append("\n\n"u8);
        if (JsonMember.TextOf(definition, "description"u8) is { IsEmpty: false } description)
        {
            output.Append("// "u8);
            output.Append(description);
            output.Append("\n"u8);
        }

        WriteValue(schema, 0);
        return true;
    }

    private void WriteValue(ReadOnlySpan<byte> value, int depth)
    {
        if (value[0] is not ((byte)'{' or (byte)'[') || depth > MaxDepth)
        {
            output.Append(value);
            return;
        }

        var isObject = value[0] == '{';
        output.Append(value[..1]);
        var members = new JsonWalk(value);
        var isFirst = true;
        while (members.Next())
        {
            if (isObject && members.IsString && members.Name.SequenceEqual("title"u8))
                continue;
            if (!isFirst)
                output.Append(","u8);
            isFirst = false;
            if (isObject)
                WriteName(members.Name);
            WriteValue(members.Value, depth + 1);
        }

        output.Append(isObject ? "}"u8 : "]"u8);
    }

    private void WriteName(ReadOnlySpan<byte> name)
    {
        output.Append("\""u8);
        output.Append(name);
        output.Append("\":"u8);
    }
}
