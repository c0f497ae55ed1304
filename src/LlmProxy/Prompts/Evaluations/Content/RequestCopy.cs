using System.Globalization;
using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Prompts.Evaluations.Content;

/// <summary>Copies the recorded members of a request's JSON, without white space, each string of it redacted, and each number that could be a card's or a telephone's.</summary>
/// <remarks>
/// Guards look at what a model reads; names of roles, ids and the like are none of that, and a caller can write anything there. So
/// every string passes once more, names of members too.
/// </remarks>
internal sealed class RequestCopy(TextRedactor redactor, PooledBuffer output)
{
    /// <summary>Shorter numbers are nobody's.</summary>
    private const int MinDigits = 8;

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
                WritePlain(value);
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

    /// <summary>Writes a number, <c>true</c>, <c>false</c> or <c>null</c>; a number in which something was found becomes a string.</summary>
    private void WritePlain(ReadOnlySpan<byte> value)
    {
        // A sign before the digits would hide them.
        var digits = value[0] == '-' ? value[1..] : value;
        if (digits.Length >= MinDigits && (TryRedact(digits, out var redacted) || TryRedact(Expanded(digits), out redacted)))
            JsonStringWriter.Write(output, redacted.Span);
        else
            output.Append(value);
    }

    /// <summary>The number, with what was found replaced, valid until the next call.</summary>
    /// <returns>False: nothing was found.</returns>
    private bool TryRedact(ReadOnlySpan<byte> number, out ReadOnlyMemory<byte> redacted)
    {
        redacted = redactor.Redact(number.ToArray());
        return !redacted.Span.SequenceEqual(number);
    }

    /// <summary>The whole part of a number with a point or an exponent, <c>4.1e9</c> as <c>4100000000</c>; empty: it has neither, or is small or huge.</summary>
    private static byte[] Expanded(ReadOnlySpan<byte> number) =>
        number.IndexOfAny(".eE"u8) >= 0 && decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 10_000_000
            ? Encoding.UTF8.GetBytes(decimal.Truncate(value).ToString("0", CultureInfo.InvariantCulture))
            : [];

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
