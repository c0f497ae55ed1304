using System.Text.Json;
using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Guardrails.Schemas;

/// <summary>Finds the JSON in a text that has more around it, or that is almost JSON.</summary>
/// <remarks>
/// It takes off what stands before and behind (fences, prose, a byte order mark), leaves out commas before a closing bracket, and closes
/// brackets that are open at the end. It makes nothing up: a text that ends inside of a string, or behind a name, was cut off, and stays as it is.
/// </remarks>
public static class JsonRepair
{
    /// <summary>How many beginnings are tried: prose may have brackets of its own.</summary>
    private const int MaxTries = 8;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = SchemaLimits.MaxDepth };

    /// <summary>The objects and lists that may be meant, the first one first; each is JSON as it is given.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Candidates(ReadOnlyMemory<byte> text)
    {
        var at = 0;
        for (var i = 0; i < MaxTries; i++)
        {
            var next = text.Span[at..].IndexOfAny((byte)'{', (byte)'[');
            if (next < 0)
                yield break;
            at += next;
            var (json, taken) = From(text.Span[at..]);
            if (IsJson(json))
            {
                yield return json;
                // What lies in it is a part of it.
                at += taken;
            }
            else
            {
                at++;
            }
        }
    }

    /// <summary>Copies the value that begins <paramref name="text"/>, mended, or nothing where its brackets make no sense; and how many bytes it took.</summary>
    private static (byte[] Json, int Taken) From(ReadOnlySpan<byte> text)
    {
        using var output = new PooledBuffer();
        Span<byte> open = stackalloc byte[SchemaLimits.MaxDepth];
        var (depth, at) = (0, 0);
        while (at < text.Length)
        {
            var length = text[at] == '"' ? StringLength(text[at..]) : 1;
            var token = text.Slice(at, length);
            at += length;
            if (token[0] is (byte)'{' or (byte)'[')
            {
                if (depth == open.Length)
                    return ([], at);
                open[depth++] = (byte)(token[0] + 2);
            }
            else if (token[0] == ',' && IsBeforeEnd(text[at..]))
            {
                continue;
            }
            else if (token[0] is (byte)'}' or (byte)']' && --depth >= 0 && open[depth] != token[0])
            {
                return ([], at);
            }

            output.Append(token);
            if (depth == 0)
                break;
        }

        while (depth > 0)
            output.Append(open.Slice(--depth, 1));
        return (output.WrittenSpan.ToArray(), at);
    }

    /// <summary>Whether nothing but a closing bracket, or the text's end, comes next.</summary>
    private static bool IsBeforeEnd(ReadOnlySpan<byte> rest)
    {
        var next = rest.IndexOfAnyExcept(" \t\r\n"u8);
        return next < 0 || rest[next] is (byte)'}' or (byte)']';
    }

    /// <summary>The length of a string with its quotes; one that does not end goes to the end.</summary>
    private static int StringLength(ReadOnlySpan<byte> text)
    {
        for (var at = 1; at < text.Length; at++)
        {
            if (text[at] == '"')
                return at + 1;
            if (text[at] == '\\')
                at++;
        }

        return text.Length;
    }

    private static bool IsJson(byte[] json)
    {
        try
        {
            JsonDocument.Parse(json, Reading).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
