using System.IO.Compression;
using System.Text;
using LlmProxy.Exchange.Bodies;

namespace LlmProxy.Tests.Exchange.Bodies;

public class ContentDecodingTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, 5000)));

    [Fact]
    public void DecodeWhatIsThere_EachEncoding_IsTheText()
    {
        Assert.Same(Text, Decode(Text));
        Assert.Same(Text, Decode(Text, "identity"));
        Assert.Equal(Text, Decode(Gzip(Text), "gzip"));
        Assert.Equal(Text, Decode(Gzip(Brotli(Text)), "br", " GZIP "));
    }

    [Fact]
    public void DecodeWhatIsThere_CutBody_IsTheBeginning()
    {
        var gzip = Gzip(Text);

        var decoded = Decode(gzip[..(gzip.Length / 2)], "gzip");

        Assert.InRange(decoded.Length, 1, Text.Length - 1);
        Assert.True(Text.AsSpan().StartsWith(decoded));
    }

    [Fact]
    public void DecodeWhatIsThere_NotThatEncoding_IsNothing()
    {
        Assert.Empty(Decode(Text, "gzip"));
        Assert.Empty(Decode(Text, "br"));
        Assert.Empty(Decode(Text, "zstd"));
        Assert.Empty(Decode([], "gzip"));
    }

    [Fact]
    public void DecodeWhatIsThere_MuchFromLittle_StopsAtTheBound() =>
        Assert.Equal(10_000, ContentDecoding.DecodeWhatIsThere(Gzip(new byte[10_000_000]), ["gzip"], 10_000).Length);

    private static byte[] Decode(byte[] body, params string[] encodings) => ContentDecoding.DecodeWhatIsThere(body, encodings, 100_000);

    private static byte[] Gzip(byte[] text) => Through(text, stream => new GZipStream(stream, CompressionMode.Compress));

    private static byte[] Brotli(byte[] text) => Through(text, stream => new BrotliStream(stream, CompressionMode.Compress));

    private static byte[] Through(byte[] text, Func<Stream, Stream> encoder)
    {
        var output = new MemoryStream();
        using (var stream = encoder(output))
            stream.Write(text);
        return output.ToArray();
    }
}
