using System.Text;
using LlmProxy.Core.Errors;
using LlmProxy.Host.Tenancy;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Tests.Host.Tenancy;

public sealed class AdminJsonTests
{
    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":"x\udc00y"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"a":[{"b":"\ud83d\ud83d"}]}""")]
    public async Task Read_HalfOfASurrogatePair_IsABadRequest(string body) =>
        Assert.Equal("The body has a text with half of a surrogate pair.", await RefusalAsync(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public async Task Read_NoUtf8_IsABadRequest() =>
        Assert.Equal("The body is not UTF-8.", await RefusalAsync([.. "{\"a\":\""u8, 0xC3, (byte)'"', (byte)'}']));

    [Theory]
    [InlineData("""{"a":1""", "The body is not valid JSON")]
    [InlineData("""[1]""", "The body must be a JSON object.")]
    [InlineData("""{"a":1,"a":2}""", "The body is not valid JSON")]
    public async Task Read_NoObject_IsABadRequest(string body, string expected) =>
        Assert.Contains(expected, await RefusalAsync(Encoding.UTF8.GetBytes(body)), StringComparison.Ordinal);

    [Fact]
    public async Task Read_WholePairsAndEscapes_AreRead()
    {
        var read = await AdminJson.ReadAsync(Context(Encoding.UTF8.GetBytes("""{"\u0061":"\ud83d\ude00\n","b":"\\ud800"}""")));

        Assert.Equal(("😀\n", "\\ud800"), ((string?)read["a"], (string?)read["b"]));
    }

    private static async Task<string> RefusalAsync(byte[] body)
    {
        var error = (await Assert.ThrowsAsync<LlmException>(() => AdminJson.ReadAsync(Context(body)))).Error;
        Assert.Equal((400, "invalid_json"), (error.Status, error.Code));
        return error.Message;
    }

    private static DefaultHttpContext Context(byte[] body) => new() { Request = { Body = new MemoryStream(body) } };
}
