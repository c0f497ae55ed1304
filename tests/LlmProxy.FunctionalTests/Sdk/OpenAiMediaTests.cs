using System.Text;
using OpenAI.Audio;
using OpenAI.Embeddings;
using OpenAI.Images;
using OpenAI.Moderations;

namespace LlmProxy.FunctionalTests.Sdk;

public sealed class OpenAiMediaTests(SdkGateway gateway) : IClassFixture<SdkGateway>
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G'];

    [Fact]
    public async Task Embeddings_SeveralTexts_AVectorEach()
    {
        var client = new EmbeddingClient("gpt-embedding", SdkGateway.Key, gateway.Options());

        OpenAIEmbeddingCollection answer = await client.GenerateEmbeddingsAsync(
            ["first text", "second text"], new EmbeddingGenerationOptions { Dimensions = 32 }, gateway.Cancellation);

        Assert.Equal(2, answer.Count);
        Assert.All(answer, vector => Assert.Equal(32, vector.ToFloats().Length));
        Assert.False(answer[0].ToFloats().Span.SequenceEqual(answer[1].ToFloats().Span));
        Assert.True(answer.Usage.InputTokenCount > 0);
    }

    [Fact]
    public async Task Image_Generated_IsAPng()
    {
        var client = new ImageClient("gpt-image", SdkGateway.Key, gateway.Options());

        GeneratedImage image = await client.GenerateImageAsync(
            "a dune", new ImageGenerationOptions { Size = GeneratedImageSize.W256xH256, ResponseFormat = GeneratedImageFormat.Bytes }, gateway.Cancellation);

        Assert.Equal(Png, image.ImageBytes.ToArray()[..4]);
    }

    [Fact]
    public async Task Image_Edited_TheFormReachesTheProvider()
    {
        var client = new ImageClient("gpt-image-edit", SdkGateway.Key, gateway.Options());
        using var picture = new MemoryStream([1, 2, 3]);

        GeneratedImage image = await client.GenerateImageEditAsync(picture, "in.png", "a dune", cancellationToken: gateway.Cancellation);

        Assert.Equal(Png, image.ImageBytes.ToArray()[..4]);
        Assert.Single(gateway.Received.Snapshot(), request => request.Model == "gpt-image-edit" && request.Path == "/v1/images/edits");
    }

    [Fact]
    public async Task Speech_IsBinary()
    {
        var client = new AudioClient("gpt-tts", SdkGateway.Key, gateway.Options());

        BinaryData audio = await client.GenerateSpeechAsync("one two", GeneratedSpeechVoice.Alloy, cancellationToken: gateway.Cancellation);

        Assert.Equal("RIFF", Encoding.ASCII.GetString(audio.ToArray(), 0, 4));
        // The header tells the length of what follows it.
        Assert.Equal(audio.ToMemory().Length - 8, BitConverter.ToInt32(audio.ToArray(), 4));
    }

    [Fact]
    public async Task Transcription_TheFileArrivesWhole()
    {
        var client = new AudioClient("gpt-transcribe", SdkGateway.Key, gateway.Options());
        using var audio = new MemoryStream(new byte[100_000]);

        AudioTranscription text = await client.TranscribeAudioAsync(audio, "talk.wav", cancellationToken: gateway.Cancellation);

        Assert.Contains("talk.wav", text.Text, StringComparison.Ordinal);
        Assert.Contains("100", text.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sandbox:flag this", true)]
    [InlineData("a pleasant day", false)]
    public async Task Moderation_Judges(string text, bool flagged)
    {
        var client = new ModerationClient("gpt-moderation", SdkGateway.Key, gateway.Options());

        ModerationResult result = await client.ClassifyTextAsync(text, gateway.Cancellation);

        Assert.Equal(flagged, result.Flagged);
    }
}
