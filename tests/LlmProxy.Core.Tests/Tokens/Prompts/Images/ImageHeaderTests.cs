using LlmProxy.Core.Tokens.Prompts.Images;

namespace LlmProxy.Core.Tests.Tokens.Prompts.Images;

public sealed class ImageHeaderTests
{
    // 640 is 0x280, 480 is 0x1E0.
    private static readonly byte[] Png = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0x02, 0x80, 0, 0, 0x01, 0xE0];

    private static readonly byte[] Gif = [.. "GIF89a"u8, 0x80, 0x02, 0xE0, 0x01];

    private static readonly byte[] Jpeg =
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 9, 9, 0xFF, 0xFF, 0xC4, 0, 2, 0xFF, 0xC2, 0, 17, 8, 0x01, 0xE0, 0x02, 0x80, 3, 0, 0];

    private static readonly byte[] Lossy =
        [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8 "u8, 0, 0, 0, 0, 0, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01];

    // 639 in 14 bits, then 479: 639 | 479 << 14 = 0x77C27F.
    private static readonly byte[] Lossless =
        [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8L"u8, 0, 0, 0, 0, 0x2F, 0x7F, 0xC2, 0x77, 0x00, 0, 0, 0, 0, 0];

    private static readonly byte[] Extended =
        [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8X"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 0x02, 0, 0xDF, 0x01, 0];

    public static TheoryData<string, byte[]> Files => new()
    {
        { "png", Png }, { "gif", Gif }, { "jpeg", Jpeg }, { "webp lossy", Lossy }, { "webp lossless", Lossless }, { "webp extended", Extended },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_BeginningOfFile_TellsTheSize(string kind, byte[] file)
    {
        Assert.NotEmpty(kind);
        Assert.Equal(new ImageSize(640, 480), ImageHeader.Read(file));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_CutAnywhere_TellsTheSizeOrNothing(string kind, byte[] file)
    {
        Assert.NotEmpty(kind);
        for (var length = 0; length < file.Length; length++)
            Assert.True(ImageHeader.Read(file.AsSpan(0, length)) is null or { Width: 640, Height: 480 });
    }

    [Fact]
    public void Read_RandomBytes_DoesNotThrow()
    {
        var random = new Random(1);
        foreach (var row in Files)
        {
            for (var i = 0; i < 1_000; i++)
            {
                var file = ((byte[])row[1]).ToArray();
                file[random.Next(file.Length)] = (byte)random.Next(256);
                file[random.Next(file.Length)] = (byte)random.Next(256);
                Assert.True(ImageHeader.Read(file) is null or { Width: > 0, Height: > 0 });
            }
        }
    }
}
