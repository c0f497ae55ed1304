using System.Diagnostics;
using System.Text;
using LlmProxy.Load.Traffic;

namespace LlmProxy.Load.Generator;

/// <summary>Reads one stream and sees whether it is the one that the provider sent. One instance for each stream.</summary>
/// <remarks>
/// Lines are recognised by what they mean, not by their bytes, so that a proxy may write a frame anew. What the client
/// did not ask for, such as a usage frame, is wrong.
/// </remarks>
internal sealed class StreamCheck(Tally tally)
{
    private byte[] _cutLine = [];
    private int _cutLength;
    private bool _finished;
    private bool _done;

    /// <summary>Content chunks seen so far.</summary>
    public int Chunks { get; private set; }

    /// <summary>Takes the next piece of the body, split anywhere.</summary>
    /// <exception cref="InvalidDataException">A frame is missing, doubled, out of order or unknown.</exception>
    public void Read(ReadOnlySpan<byte> body)
    {
        if (_cutLength > 0)
            body = FinishCutLine(body);

        int end;
        while ((end = body.IndexOf((byte)'\n')) >= 0)
        {
            ReadLine(body[..end]);
            body = body[(end + 1)..];
        }

        Keep(body);
    }

    /// <summary>Asserts that nothing is missing at the end of the body.</summary>
    /// <exception cref="InvalidDataException">Something is.</exception>
    public void RequireComplete(int chunks)
    {
        if (Chunks != chunks || !_finished || !_done)
            throw new InvalidDataException($"The stream ended after chunk {Chunks} of {chunks}, [DONE] {(_done ? "" : "not ")}seen.");
    }

    private ReadOnlySpan<byte> FinishCutLine(ReadOnlySpan<byte> body)
    {
        var end = body.IndexOf((byte)'\n');
        if (end < 0)
        {
            Keep(body);
            return default;
        }

        Keep(body[..end]);
        ReadLine(_cutLine.AsSpan(0, _cutLength));
        _cutLength = 0;
        return body[(end + 1)..];
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        if (_cutLength + part.Length > _cutLine.Length)
            Array.Resize(ref _cutLine, _cutLength + part.Length + 256);
        part.CopyTo(_cutLine.AsSpan(_cutLength));
        _cutLength += part.Length;
    }

    private void ReadLine(ReadOnlySpan<byte> line)
    {
        if (line.Length <= 1 || line[0] == (byte)':')
            return;

        var content = line.IndexOf("\"content\":\""u8);
        if (content >= 0 && ChunkStamp.TryRead(line[(content + 11)..], out var number, out var moment))
            ReadChunk(number, moment);
        else if (line.StartsWith("data: [DONE]"u8))
            _done = true;
        else if (line.IndexOf("\"finish_reason\":\"stop\""u8) >= 0)
            _finished = true;
        else if (line.IndexOf("\"role\":\"assistant\""u8) < 0 || Chunks > 0)
            throw new InvalidDataException($"The stream has an unknown line: {Encoding.UTF8.GetString(line[..Math.Min(line.Length, 300)])}");
    }

    private void ReadChunk(int number, long moment)
    {
        if (number != Chunks || _finished)
            throw new InvalidDataException($"Chunk {number} of the stream stands in place {Chunks}.");
        Chunks++;
        tally.Chunk((Stopwatch.GetTimestamp() - moment) * (1_000_000_000 / Stopwatch.Frequency));
    }
}
