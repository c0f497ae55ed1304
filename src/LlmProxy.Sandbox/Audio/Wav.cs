using System.Buffers.Binary;

namespace LlmProxy.Sandbox.Audio;

/// <summary>Makes a tone: 16-bit mono PCM at 8 kHz with a WAV header.</summary>
internal static class Wav
{
    private const int HeaderLength = 44;
    private const int SampleRate = 8_000;
    private const int BytesPerSample = 2;
    private const double Pitch = 440;

    /// <summary>A tone that lasts 50 ms for each unit.</summary>
    public static byte[] Make(int units)
    {
        var samples = units * SampleRate / 20;
        var wav = new byte[HeaderLength + (samples * BytesPerSample)];
        WriteHeader(wav, samples * BytesPerSample);
        for (var i = 0; i < samples; i++)
        {
            var value = (short)(8_000 * Math.Sin(2 * Math.PI * Pitch * i / SampleRate));
            BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(HeaderLength + (i * BytesPerSample)), value);
        }

        return wav;
    }

    private static void WriteHeader(Span<byte> wav, int dataLength)
    {
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav[4..], wav.Length - 8);
        "WAVEfmt "u8.CopyTo(wav[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(wav[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(wav[24..], SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(wav[28..], SampleRate * BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(wav[32..], BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(wav[34..], 8 * BytesPerSample);
        "data"u8.CopyTo(wav[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(wav[40..], dataLength);
    }
}
