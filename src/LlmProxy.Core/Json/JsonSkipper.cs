using System.Buffers;

namespace LlmProxy.Core.Json;

/// <summary>Finds the end of one string, object or array that arrives in chunks, and keeps nothing of it.</summary>
public struct JsonSkipper
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);

    private bool _escaped;

    /// <summary>How many brackets are open.</summary>
    public long Depth { get; private set; }

    /// <summary>Whether a string is open.</summary>
    public bool InString { get; private set; }

    /// <summary>Begins with a quote or an opening bracket, which was taken already.</summary>
    public void Open(byte first)
    {
        InString = first == '"';
        Depth = InString ? 0 : 1;
    }

    /// <summary>Goes behind the closing quote, which closes the string, or to the end of the chunk.</summary>
    /// <returns>How many bytes that is.</returns>
    public int SkipString(ReadOnlySpan<byte> chunk)
    {
        var at = _escaped ? 1 : 0;
        _escaped = false;
        while (true)
        {
            var next = chunk[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return chunk.Length;
            }

            at += next + 1;
            if (chunk[at - 1] == '"')
            {
                InString = false;
                return at;
            }

            if (at == chunk.Length)
            {
                _escaped = true;
                return at;
            }

            at++;
        }
    }

    /// <summary>Goes behind the bracket that closes the first one, or to the end of the chunk.</summary>
    /// <returns>How many bytes that is.</returns>
    public int SkipContainer(ReadOnlySpan<byte> chunk)
    {
        var at = 0;
        while (at < chunk.Length && Depth > 0)
        {
            if (InString)
            {
                at += SkipString(chunk[at..]);
                continue;
            }

            var next = chunk[at..].IndexOfAny(Structure);
            if (next < 0)
            {
                return chunk.Length;
            }

            at += next + 1;
            switch (chunk[at - 1])
            {
                case (byte)'"':
                    InString = true;
                    break;
                case (byte)'{' or (byte)'[':
                    Depth++;
                    break;
                default:
                    Depth--;
                    break;
            }
        }

        return at;
    }
}
