using System.Buffers.Binary;
using System.IO.Compression;

namespace LlmProxy.Sandbox.Images;

/// <summary>Makes PNG files of one colour (PNG specification, third edition: 8-bit RGB, no filter).</summary>
internal static class Png
{
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>A picture; its bytes are about <c>3 * width * height</c>, since nothing is compressed.</summary>
    public static byte[] Make(int width, int height, uint colour)
    {
        using var png = new MemoryStream();
        png.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "IDAT"u8, Pixels(width, height, colour));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Pixels(int width, int height, uint colour)
    {
        var row = new byte[1 + (3 * width)];
        for (var x = 0; x < width; x++)
        {
            row[1 + (3 * x)] = (byte)(colour >> 16);
            row[2 + (3 * x)] = (byte)(colour >> 8);
            row[3 + (3 * x)] = (byte)colour;
        }

        using var target = new MemoryStream();
        // Large bodies are what large pictures are asked for.
        using (var zlib = new ZLibStream(target, CompressionLevel.NoCompression, leaveOpen: true))
        {
            for (var y = 0; y < height; y++) zlib.Write(row);
        }

        return target.ToArray();
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes) crc = CrcTable[(crc ^ b) & 0xFF] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (uint n = 0; n < 256; n++)
        {
            var value = n;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            table[n] = value;
        }

        return table;
    }
}
