using System.Net;
using System.Text;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Exchange;

/// <summary>Headers that HTTP allows in one place and not in the next one lose themselves, never the answer.</summary>
public sealed class OddHeaderTests
{
    private const string Body = """{"model":"m","messages":[]}""";

    [Fact]
    public async Task Request_IdOutsideAscii_IsNotEchoed()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        var answer = await PostRawAsync(gateway, "x-request-id: größe");

        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Contains("x-llmproxy-request-id: ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nx-request-id", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_HeaderInUtf8_ArrivesAsItWasSent()
    {
        await using var provider = RawProvider.StartJson("X-Any: 1");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        var answer = await PostRawAsync(gateway, "X-Title: größe");

        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Title: größe\r\n", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(provider.LastHead)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_HeaderThatCannotBeSentOn_IsLeftOut()
    {
        await using var provider = RawProvider.StartJson("Content-Disposition: attachment; filename=\"größe.mp3\"\nx-request-id: größe\nX-Plain: yes");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", Body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("yes", response.Headers.GetValues("X-Plain").Single());
        Assert.Null(response.Content.Headers.ContentDisposition);
        Assert.False(response.Headers.Contains("x-llmproxy-upstream-request-id"));
    }

    [Fact]
    public async Task Response_HeadersOfTheProvidersConnection_StayThere()
    {
        await using var provider = RawProvider.StartJson("Connection: close, X-Hop\nX-Hop: 1\nX-Next: 1");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", Body);

        Assert.False(response.Headers.Contains("X-Hop"));
        Assert.True(response.Headers.Contains("X-Next"));
    }

    [Fact]
    public async Task Response_Redirect_IsNotFollowedWithTheClustersKey()
    {
        await using var other = await ScriptedProvider.StartAsync("{}");
        await using var provider = RawProvider.Start($"HTTP/1.1 307 Temporary Redirect\nLocation: {other.Address}\nContent-Length: 0\n\n");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, llm: "\"ApiKey\": \"sk-cluster\"");
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = gateway.Address };

        using var response = await client.PostAsync(
            new Uri("/v1/chat/completions", UriKind.Relative), new StringContent(Body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task Response_TranslatedError_HasTheReasonOfItsOwnStatus()
    {
        await using var provider = RawProvider.Start("HTTP/1.1 529 Site is overloaded\nRetry-After: 3\nContent-Length: 2\n\n{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "anthropic");

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"x"}]}""");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Service Unavailable"), (response.StatusCode, response.ReasonPhrase));
        Assert.Equal("3", response.Headers.GetValues("Retry-After").Single());
        Assert.True(response.Content.Headers.ContentLength > 0);
    }

    [Fact]
    public async Task Response_BodyThatIsNotItsEncoding_IsToldAsSuch()
    {
        await using var provider = RawProvider.StartJson("Content-Encoding: gzip", "no gzip");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", Body);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("\"code\":\"malformed_response\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/images/generations")]
    [InlineData("/v1/audio/transcriptions")]
    [InlineData("/v1/threads/t/runs")]
    public async Task Response_EventsThatNobodyReads_AreUnbufferedToo(string path)
    {
        await using var provider = await ScriptedProvider.StartStreamAsync("data: {}\n\n");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync(path, """{"model":"m","stream":true}""");

        Assert.Equal("no", response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
    }

    private static async Task<string> PostRawAsync(TestGateway gateway, string header)
    {
        using var client = await RawClient.ConnectAsync(gateway.Address);
        await client.SendAsync(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n{header}\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");
        return await client.ReadToEndAsync();
    }
}
