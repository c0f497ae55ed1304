using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Requests;

/// <summary>Goes on with the conversation that a request holds.</summary>
public static class ConversationPatch
{
    /// <summary>Adds a turn of the model's and one of the user's behind all others.</summary>
    /// <param name="patch">Takes the change.</param>
    /// <param name="body">The request.</param>
    /// <param name="place">Where the value of <c>messages</c>, or of a response's <c>input</c>, stands in it. A text there becomes the user's first turn.</param>
    /// <param name="said">What the model has said, UTF-8.</param>
    /// <param name="reply">What the user says to that, UTF-8.</param>
    /// <returns>Whether there is a conversation; if not, nothing was changed.</returns>
    public static bool TryAppend(BodyPatch patch, ReadOnlySpan<byte> body, ByteRange place, ReadOnlySpan<byte> said, ReadOnlySpan<byte> reply)
    {
        ArgumentNullException.ThrowIfNull(patch);
        var value = body.Slice(place.Start, place.Length);
        if (value is [(byte)'"', .., (byte)'"'])
        {
            patch.Replace(new ByteRange(place.Start, 0), "[{\"role\":\"user\",\"content\":"u8.ToArray());
            patch.Replace(new ByteRange(place.End, 0), Turns("},"u8, said, reply, "]"u8));
            return true;
        }

        if (value is not [(byte)'[', .. var turns, (byte)']'])
            return false;
        var isFirst = turns.Trim(" \t\r\n"u8).IsEmpty;
        patch.Replace(new ByteRange(place.End - 1, 0), Turns(isFirst ? ""u8 : ","u8, said, reply, ""u8));
        return true;
    }

    private static byte[] Turns(ReadOnlySpan<byte> before, ReadOnlySpan<byte> said, ReadOnlySpan<byte> reply, ReadOnlySpan<byte> after)
    {
        using var turns = new PooledBuffer();
        turns.Append(before);
        turns.Append("{\"role\":\"assistant\",\"content\":"u8);
        JsonStringWriter.Write(turns, said);
        turns.Append("},{\"role\":\"user\",\"content\":"u8);
        JsonStringWriter.Write(turns, reply);
        turns.Append("}"u8);
        turns.Append(after);
        return turns.WrittenSpan.ToArray();
    }
}
