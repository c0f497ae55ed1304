using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace LlmProxy.FunctionalTests.Sandbox;

public sealed class MediaTests
{
    [Fact]
    public async Task Image_Generated_IsAPngOfItsSize()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var answer = await sandbox.PostAsync("/v1/images/generations", """{"model":"i","prompt":"a dune","size":"64x32","n":2}""");

        Assert.Equal(2, answer["data"]!.AsArray().Count);
        var png = Convert.FromBase64String((string)answer["data"]![0]!["b64_json"]!);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        Assert.Equal(64, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(32, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        // The fixed checksum of an empty IEND chunk, as every PNG file ends.
        Assert.Equal([0xAE, 0x42, 0x60, 0x82], png[^4..]);
        var dataLength = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(33));
        using var pixels = new ZLibStream(new MemoryStream(png, 41, dataLength), CompressionMode.Decompress);
        using var decoded = new MemoryStream();
        await pixels.CopyToAsync(decoded);
        // One filter byte and three bytes a pixel, for each of 32 rows.
        Assert.Equal(32 * (1 + (3 * 64)), decoded.Length);
    }

    [Fact]
    public async Task Image_LargeSize_IsALargeBody()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var answer = await sandbox.PostAsync("/v1/images/generations", """{"prompt":"a dune","size":"1024x1024"}""");

        Assert.True(((string)answer["data"]![0]!["b64_json"]!).Length > 4_000_000);
    }

    [Fact]
    public async Task ImageEdit_WithoutImage_Is400()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        using var form = new MultipartFormDataContent { { new StringContent("a dune"), "prompt" } };

        using var response = await sandbox.Http.PostAsync(new Uri("/v1/images/edits", UriKind.Relative), form, sandbox.Cancellation);

        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task ImageEdit_WithImage_AnswersAnImage()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("gpt-image-1"), "model" },
            { new StringContent("a dune"), "prompt" },
            { new ByteArrayContent([1, 2, 3]), "image", "in.png" },
        };

        using var response = await sandbox.Http.PostAsync(new Uri("/v1/images/edits", UriKind.Relative), form, sandbox.Cancellation);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(sandbox.Cancellation))!;

        Assert.Single(answer["data"]!.AsArray());
        Assert.Equal("gpt-image-1", Assert.Single(sandbox.Server.Requests.Snapshot()).Model);
    }

    [Fact]
    public async Task Speech_IsAWavWhoseHeaderTellsItsLength()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        using var response = await sandbox.SendAsync("/v1/audio/speech", """{"model":"tts","voice":"sand","input":"one two"}""");
        var wav = await response.Content.ReadAsByteArrayAsync(sandbox.Cancellation);

        Assert.Equal("audio/wav", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("RIFF", Encoding.ASCII.GetString(wav, 0, 4));
        // Two tokens of 50 ms, 8,000 samples a second, two bytes each.
        Assert.Equal(1600, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(40)));
        Assert.Equal(44 + 1600, wav.Length);
    }

    [Theory]
    [InlineData("json", "{\"text\":\"The sandbox heard 3 bytes in a.wav.\"}")]
    [InlineData("text", "The sandbox heard 3 bytes in a.wav.\n")]
    public async Task Transcription_TellsWhatArrived(string format, string body)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent([1, 2, 3]), "file", "a.wav" },
            { new StringContent("whisper-1"), "model" },
            { new StringContent(format), "response_format" },
        };

        using var response = await sandbox.Http.PostAsync(
            new Uri("/v1/audio/transcriptions", UriKind.Relative), form, sandbox.Cancellation);

        Assert.Equal(body, await response.Content.ReadAsStringAsync(sandbox.Cancellation));
    }

    [Fact]
    public async Task Moderation_FlagsOnlyTheWord()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var results = (await sandbox.PostAsync("/v1/moderations", """{"input":["fine","sandbox:flag me"]}"""))["results"]!.AsArray();

        Assert.Equal([false, true], results.Select(result => (bool)result!["flagged"]!));
        Assert.True((bool)results[1]!["categories"]!["harassment"]!);
    }
}
