using System.Net;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Routing;

/// <summary>One provider's odd list takes the others' models from nobody.</summary>
public sealed class OddModelListTests
{
    [Theory]
    [InlineData("""{"data":[{"id":"odd-\ud800"}]}""")]
    [InlineData("""{"data":[{"id":"odd-1","created":1700000000000000}]}""")]
    [InlineData("""{"data":[{"id":"odd-1","created":-99999999999999}]}""")]
    [InlineData("""{"data":[1,null,{"id":2}]}""")]
    [InlineData("{}")]
    [InlineData("no JSON")]
    public async Task List_OddAnswer_HarmsNobody(string answer)
    {
        await using var odd = await ScriptedProvider.StartAsync(answer);
        await using var good = await ScriptedProvider.StartAsync("""{"data":[{"id":"good-1"}]}""");
        await using var gateway = await TestGateway.StartAsync(GatewayConfig.Of(
            "good",
            ("odd", odd.Address.ToString(), "\"Provider\": \"openai-compatible\", \"Models\": [ \"odd-*\" ]"),
            ("good", good.Address.ToString(), "\"Provider\": \"openai-compatible\", \"Models\": [ \"good-*\" ]")));

        foreach (var version in (string?[])[null, "2023-06-01"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
            if (version is not null)
                request.Headers.Add("anthropic-version", version);
            using var response = await gateway.Client.SendAsync(request);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("\"good-1\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }
}
