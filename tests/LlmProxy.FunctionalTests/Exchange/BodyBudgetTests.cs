using System.Net;
using System.Net.Http.Headers;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Exchange;

/// <summary>What request bodies may take of the process, and that it comes back.</summary>
public sealed class BodyBudgetTests
{
    private const string Small = """{"model":"m","messages":[]}""";

    [Fact]
    public async Task Post_LargeBodyOnlyAnnounced_TakesNothingFromOthers()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, proxy: "\"Limits\": { \"MaxRequestBodyBytes\": 1000000, \"MaxBufferedBytes\": 1000000 }");
        using var idle = await RawClient.ConnectAsync(gateway.Address);
        await idle.BeginPostAsync("/v1/chat/completions", 1_000_000);

        using var response = await gateway.PostAsync("/v1/chat/completions", Small);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Post_NoRoomForTheChangedBody_Is503AndAllIsGivenBack()
    {
        await using var provider = await ScriptedProvider.StartStreamAsync("data: [DONE]\n\n");
        // Room for one array of 1,024 bytes; a stream's body is changed, and so needs a second one.
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, proxy: "\"Limits\": { \"MaxRequestBodyBytes\": 1024, \"MaxBufferedBytes\": 1024 }");
        var body = $$"""{"model":"m","stream":true,"x":"{{new string('x', 700)}}"}""";

        for (var i = 0; i < 2; i++)
        {
            using var refused = await gateway.PostAsync("/v1/chat/completions", body);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal("1", refused.Headers.GetValues("Retry-After").Single());
            Assert.Contains("\"code\":\"overloaded\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var taken = await gateway.PostAsync("/v1/chat/completions", body.Replace("true", "false", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task Post_ConnectionResetInTheBody_IsTheClientsDoing()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        var logs = new LogCollector();
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, configure: logs.AddTo);
        using var client = await RawClient.ConnectAsync(gateway.Address);
        await client.BeginPostAsync("/v1/chat/completions", 1000);
        await client.SendAsync("{");

        client.Reset();

        var line = await logs.WaitForAsync("RequestFinished");
        // Rejected where the server sees an end rather than the reset.
        Assert.Contains(line["Outcome"], (string[])["client_gone", "rejected"]);
        Assert.DoesNotContain("fault of the gateway", logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_DeflateWithADictionary_IsRefusedAsBadEncoding()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        // RFC 1950: FDICT is set, so the data cannot be read without a dictionary that nobody sent.
        using var content = new ByteArrayContent([0x78, 0xBB, 0, 0, 0, 1, 1, 2, 3]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("deflate");

        using var response = await gateway.Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("\"code\":\"invalid_encoding\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
