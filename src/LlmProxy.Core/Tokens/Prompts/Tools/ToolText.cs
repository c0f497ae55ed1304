using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Tokens.Prompts.Tools;

/// <summary>Writes functions as the text that OpenAI's models read them as: a TypeScript namespace.</summary>
/// <remarks>
/// <para>
/// The layout was found by comparing layouts with billed prompts. Names of properties stand behind a blank, descriptions and
/// titles as comments above them, and no comma behind the last one.
/// </para>
/// <para>
/// References (<c>$ref</c>) become <c>any</c>: written out, a few hundred bytes of them could mean gigabytes.
/// </para>
/// </remarks>
internal readonly ref struct ToolText(PooledBuffer output)
{
    /// <summary>Deepest nesting that is written out; what is deeper becomes <c>any</c>.</summary>
    private const int MaxDepth = 16;

    /// <summary>How many properties are looked for among those that are required; the rest are taken as optional, a token more each.</summary>
    private const int CheckedProperties = 256;

    /// <summary>Writes all functions of a list.</summary>
    /// <returns>How many there were that could be written.</returns>
    public int WriteAll(ReadOnlySpan<byte> tools)
    {
        output.Append("# Tools\n\n## functions\n\nnamespace functions {\n\n"u8);
        var count = 0;
        var elements = new JsonWalk(tools);
        while (elements.Next())
        {
            var tool = ToolDefinition.Read(elements.Value);
            if (tool.Name.IsEmpty)
                continue;
            Write(tool);
            count++;
        }

        output.Append("} // namespace functions"u8);
        return count;
    }

    private void Write(in ToolDefinition tool)
    {
        if (!tool.Description.IsEmpty)
            WriteComment("// "u8, tool.Description);
        output.Append("type "u8);
        WriteText(tool.Name);
        var properties = JsonMember.Of(tool.Parameters, "properties"u8);
        if (!new JsonWalk(properties).Next())
        {
            output.Append(" = () => any;\n\n"u8);
            return;
        }

        output.Append(" = (_: {\n"u8);
        WriteProperties(tool.Parameters, properties, 0);
        output.Append(" }) => any;\n\n"u8);
    }

    private void WriteProperties(ReadOnlySpan<byte> schema, ReadOnlySpan<byte> properties, int depth)
    {
        var required = JsonMember.Of(schema, "required"u8);
        var members = new JsonWalk(properties);
        for (var i = 0; members.Next(); i++)
        {
            if (i > 0)
                output.Append(",\n"u8);
            WriteProperty(members.Name, members.Value, i < CheckedProperties && Contains(required, members.Name), depth);
        }
    }

    private void WriteProperty(ReadOnlySpan<byte> name, ReadOnlySpan<byte> schema, bool isRequired, int depth)
    {
        if (JsonMember.TextOf(schema, "title"u8) is { IsEmpty: false } title)
            WriteComment(" // "u8, title);
        if (JsonMember.TextOf(schema, "description"u8) is { IsEmpty: false } description)
            WriteComment(" // "u8, description);
        output.Append(" "u8);
        WriteText(name);
        output.Append(isRequired ? ": "u8 : "?: "u8);
        WriteType(schema, depth);
        if (JsonMember.Of(schema, "default"u8) is { IsEmpty: false } standard)
        {
            output.Append(" // default: "u8);
            WriteText(JsonMember.Inside(standard) is { IsEmpty: false } text ? text : standard);
        }
    }

    private void WriteType(ReadOnlySpan<byte> schema, int depth)
    {
        if (depth >= MaxDepth)
            output.Append("any"u8);
        else if (JsonMember.Of(schema, "enum"u8) is { IsEmpty: false } values)
            WriteValues(values);
        else if (JsonMember.Of(schema, "const"u8) is { IsEmpty: false } value)
            WriteText(value);
        else if (JsonMember.Of(schema, "anyOf"u8) is { IsEmpty: false } any)
            WriteUnion(any, depth);
        else if (JsonMember.Of(schema, "oneOf"u8) is { IsEmpty: false } one)
            WriteUnion(one, depth);
        else
            WriteNamedType(schema, NameOfType(schema), depth);
    }

    private void WriteNamedType(ReadOnlySpan<byte> schema, ReadOnlySpan<byte> type, int depth)
    {
        if (type.SequenceEqual("integer"u8))
        {
            output.Append("number"u8);
        }
        else if (type.SequenceEqual("array"u8))
        {
            WriteType(JsonMember.Of(schema, "items"u8), depth + 1);
            output.Append("[]"u8);
        }
        else if (type.SequenceEqual("object"u8) && JsonMember.Of(schema, "properties"u8) is { IsEmpty: false } properties)
        {
            output.Append("{\n"u8);
            WriteProperties(schema, properties, depth + 1);
            output.Append(" }"u8);
        }
        else
        {
            WriteText(type.IsEmpty ? "any"u8 : type);
        }
    }

    /// <summary>Of several types the first one.</summary>
    private static ReadOnlySpan<byte> NameOfType(ReadOnlySpan<byte> schema)
    {
        var type = JsonMember.Of(schema, "type"u8);
        var types = new JsonWalk(type);
        return type is [(byte)'[', ..] && types.Next() ? types.Text : JsonMember.Inside(type);
    }

    private void WriteUnion(ReadOnlySpan<byte> schemas, int depth)
    {
        var members = new JsonWalk(schemas);
        for (var i = 0; members.Next(); i++)
        {
            if (i > 0)
                output.Append(" | "u8);
            WriteType(members.Value, depth + 1);
        }
    }

    private void WriteValues(ReadOnlySpan<byte> values)
    {
        var members = new JsonWalk(values);
        for (var i = 0; members.Next(); i++)
        {
            if (i > 0)
                output.Append(" | "u8);
            WriteText(members.Value);
        }
    }

    private void WriteComment(ReadOnlySpan<byte> mark, ReadOnlySpan<byte> escaped)
    {
        output.Append(mark);
        WriteText(escaped);
        output.Append("\n"u8);
    }

    /// <summary>Writes the text of a JSON string without the white space around it.</summary>
    private void WriteText(ReadOnlySpan<byte> escaped)
    {
        if (!escaped.Contains((byte)'\\'))
        {
            output.Append(escaped.Trim(" \t\r\n"u8));
            return;
        }

        var room = output.GetSpan(escaped.Length);
        var text = room[..JsonText.Unescape(escaped, room)];
        var trimmed = text.Trim(" \t\r\n"u8);
        trimmed.CopyTo(room);
        output.Advance(trimmed.Length);
    }

    private static bool Contains(ReadOnlySpan<byte> names, ReadOnlySpan<byte> name)
    {
        var members = new JsonWalk(names);
        while (members.Next())
        {
            if (members.Text.SequenceEqual(name))
                return true;
        }

        return false;
    }
}
