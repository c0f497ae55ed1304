using System.Buffers.Binary;

namespace LlmProxy.Core.Tokens.Prompts.Images;

/// <summary>Reads the size of an image from the first bytes of its file: PNG, JPEG, GIF and WebP.</summary>
/// <remarks>The layouts are those of the W3C's PNG, ITU-T T.81, GIF89a and RFC 9649.</remarks>
public static class ImageHeader
{
    /// <summary>The size; <c>null</c> where the bytes are none of these files, or end before it is told.</summary>
    public static ImageSize? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length >= 24 && file[0] == 0x89 && file[1..].StartsWith("PNG"u8))
            return Size(BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]));
        if (file.Length >= 10 && file.StartsWith("GIF8"u8))
            return Size(BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), BinaryPrimitives.ReadUInt16LittleEndian(file[8..]));
        if (file.Length >= 30 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8))
            return ReadWebP(file);
        return file is [0xFF, 0xD8, ..] ? ReadJpeg(file) : null;
    }

    private static ImageSize? ReadWebP(ReadOnlySpan<byte> file)
    {
        var kind = file.Slice(12, 4);
        if (kind.SequenceEqual("VP8X"u8))
            return Size(ReadUInt24(file[24..]) + 1, ReadUInt24(file[27..]) + 1);
        if (kind.SequenceEqual("VP8 "u8))
            return Size(BinaryPrimitives.ReadUInt16LittleEndian(file[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(file[28..]) & 0x3FFF);
        if (!kind.SequenceEqual("VP8L"u8) || file[20] != 0x2F)
            return null;
        // 14 bits of width less one, then 14 of height less one.
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(file[21..]);
        return Size((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
    }

    /// <summary>Goes from marker to marker to the frame header, which may stand behind a thumbnail of 64 KiB.</summary>
    private static ImageSize? ReadJpeg(ReadOnlySpan<byte> file)
    {
        var at = 2;
        while (at + 10 <= file.Length && file[at] == 0xFF)
        {
            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            // Start of frame, whatever the coding; C4, C8 and CC are tables.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return Size(BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        }

        return null;
    }

    private static int ReadUInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private static ImageSize? Size(int width, int height) => width > 0 && height > 0 ? new ImageSize(width, height) : null;
}
