using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Prompts.Evaluations.Content;

/// <summary>Copies the recorded members of a request's JSON, without white space, each string of it redacted.</summary>
/// <remarks>
/// Guards look at what a model reads; names of roles, ids and the like are none of that, and a caller can write anything there. So
/// every string passes once more, names of members too.
/// </remarks>
internal sealed class RequestCopy(TextRedactor redactor, PooledBuffer output)
{
    /// <summary>Copies <paramref name="body"/>, an object that was read as valid before, its nesting bounded.</summary>
    public void Write(ReadOnlySpan<byte> body)
    {
        var isFirst = true;
        output.Append("{"u8);
        var members = new JsonWalk(body[JsonScan.SkipWhite(body, 0)..]);
        while (members.Next())
        {
            if (RequestFields.IsRecorded(members.Name))
            {
                WriteName(members.Name, ref isFirst);
                WriteValue(members.Value);
            }
            else if (members.Name.SequenceEqual(RequestFields.Metadata))
            {
                WriteName(members.Name, ref isFirst);
                WriteMetadata(members.Value);
            }
        }

        output.Append("}"u8);
    }

    /// <summary>Of all labels those alone that name a prompt and its variables: without them the request is another one.</summary>
    private void WriteMetadata(ReadOnlySpan<byte> value)
    {
        var isFirst = true;
        output.Append("{"u8);
        var members = new JsonWalk(value);
        while (members.Next())
        {
            if (!members.Name.StartsWith(RequestFields.PromptLabels))
                continue;
            WriteName(members.Name, ref isFirst);
            WriteValue(members.Value);
        }

        output.Append("}"u8);
    }

    private void WriteValue(ReadOnlySpan<byte> value)
    {
        switch (value[0])
        {
            case (byte)'"':
                WriteString(value[1..^1]);
                break;
            case (byte)'{' or (byte)'[':
                WriteContainer(value);
                break;
            default:
                output.Append(value);
                break;
        }
    }

    private void WriteContainer(ReadOnlySpan<byte> value)
    {
        var isObject = value[0] == '{';
        var isFirst = true;
        output.Append(value[..1]);
        var members = new JsonWalk(value);
        while (members.Next())
        {
            if (isObject)
                WriteName(members.Name, ref isFirst);
            else
                Separate(ref isFirst);
            WriteValue(members.Value);
        }

        output.Append(isObject ? "}"u8 : "]"u8);
    }

    private void WriteName(ReadOnlySpan<byte> name, ref bool isFirst)
    {
        Separate(ref isFirst);
        WriteString(name);
        output.Append(":"u8);
    }

    private void WriteString(ReadOnlySpan<byte> escaped)
    {
        var plain = new byte[escaped.Length];
        var length = JsonText.Unescape(escaped, plain);
        JsonStringWriter.Write(output, redactor.Redact(plain.AsMemory(0, length)).Span);
    }

    private void Separate(ref bool isFirst)
    {
        if (!isFirst)
            output.Append(","u8);
        isFirst = false;
    }
}
