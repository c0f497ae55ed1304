using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace LlmProxy.FunctionalTests.Sandbox;

public sealed class EmbeddingTests
{
    private const string Path = "/v1/embeddings";

    [Fact]
    public async Task Embeddings_FloatAndBase64_AreTheSameUnitVector()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var floats = Vector(await sandbox.PostAsync(Path, """{"model":"e","input":"sand and sea"}"""));
        var answer = await sandbox.PostAsync(Path, """{"model":"e","input":"sand and sea","encoding_format":"base64"}""");
        var bytes = Convert.FromBase64String((string)answer["data"]![0]!["embedding"]!);

        Assert.Equal(1536, floats.Length);
        Assert.Equal(1.0, floats.Sum(value => (double)value * value), precision: 4);
        Assert.Equal(floats, MemoryMarshal.Cast<byte, float>(bytes).ToArray());
        Assert.Equal(3, (int)answer["usage"]!["prompt_tokens"]!);
    }

    [Fact]
    public async Task Embeddings_SharedWords_AreNearerThanOthers()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var data = (await sandbox.PostAsync(
            Path, """{"model":"e","dimensions":256,"input":["the sea is blue","The sea is green","tax law in brief"]}"""))["data"]!;

        Assert.Equal([0, 1, 2], data.AsArray().Select(item => (int)item!["index"]!));
        var vectors = data.AsArray().Select(item => item!["embedding"]!.AsArray().Select(v => (float)v!).ToArray()).ToArray();
        Assert.All(vectors, vector => Assert.Equal(256, vector.Length));
        // Three of four words are shared: about 0.75, against about 0.
        Assert.True(Dot(vectors[0], vectors[1]) > 0.5);
        Assert.True(Dot(vectors[0], vectors[2]) < 0.4);
    }

    [Theory]
    [InlineData("[1,2,3]", 1, 3)]
    [InlineData("[[1,2,3],[4]]", 2, 4)]
    public async Task Embeddings_Tokens_AreOneInputForEachList(string input, int count, int tokens)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var answer = await sandbox.PostAsync(Path, $$"""{"model":"e","dimensions":4,"input":{{input}}}""");

        Assert.Equal(count, answer["data"]!.AsArray().Count);
        Assert.Equal(tokens, (int)answer["usage"]!["total_tokens"]!);
    }

    [Theory]
    [InlineData("""{"model":"e"}""", "input")]
    [InlineData("""{"model":"e","input":""}""", "input")]
    [InlineData("""{"model":"e","input":[]}""", "input")]
    [InlineData("""{"model":"e","input":["a",""]}""", "input")]
    [InlineData("""{"model":"e","input":{"text":"a"}}""", "input")]
    [InlineData("""{"input":"a"}""", "model")]
    [InlineData("""{"model":"e","input":"a","dimensions":0}""", "dimensions")]
    [InlineData("""{"model":"e","input":"a","encoding_format":"hex"}""", "encoding_format")]
    public async Task Embeddings_BadRequest_Is400WithParam(string body, string param)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var (status, error) = await sandbox.FailAsync(Path, body);

        Assert.Equal(400, status);
        Assert.Equal(param, (string?)error["error"]!["param"]);
    }

    private static float[] Vector(JsonNode answer) =>
        answer["data"]![0]!["embedding"]!.AsArray().Select(value => (float)value!).ToArray();

    private static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}
