using System.IO.Compression;
using System.Net;
using System.Text;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Plugin;

/// <summary>A route without an <c>Llm</c> block, on a host that also has LLM routes, works as without the plugin.</summary>
public sealed class PlainRouteTests
{
    private const string CallersTrace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task Exchange_PlainRoute_IsWhatBareYarpMakesOfIt()
    {
        await using var backend = await ScriptedProvider.StartAsync((context, _) =>
        {
            var headers = context.Response.Headers;
            headers.SetCookie = "session=1";
            headers["x-request-id"] = "backend";
            headers["x-ratelimit-remaining-requests"] = "7";
            headers["x-llmproxy-cluster"] = "backend's own";
            headers["openai-organization"] = "mine";
            headers.AltSvc = "h3";
            headers.Server = "backend";
            headers.ContentEncoding = "gzip";
            context.Response.StatusCode = 207;
            context.Response.ContentType = "application/json";
            return context.Response.Body.WriteAsync(Zipped("""{"error":"half a docu""")).AsTask();
        });

        var (sent, answer) = await ExchangeAsync(backend, withPlugin: true);
        var (bareSent, bareAnswer) = await ExchangeAsync(backend, withPlugin: false);

        Assert.Equal(bareSent, sent);
        Assert.Equal(bareAnswer, answer);
        // The comparison would also hold for two empty lists.
        Assert.Contains("X-Forwarded-For: 127.0.0.1", sent);
        Assert.Contains("Authorization: Bearer callers", sent);
        Assert.Contains("Set-Cookie: session=1", answer);
        Assert.Contains("/plain/v1/chat/completions?api-version=1&model=x", sent);
    }

    [Fact]
    public async Task Trace_PlainRoute_GoesOnToTheBackend()
    {
        await using var backend = await ScriptedProvider.StartAsync("{}");
        await using var host = await PluginHost.StartAsync(Config(backend));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/plain/x");
        request.Headers.TryAddWithoutValidation("traceparent", CallersTrace);

        using var response = await host.Client.SendAsync(request);

        var received = backend.Last.Header("traceparent")!.Split('-');
        Assert.Equal(CallersTrace.Split('-')[1], received[1]);
        // A span of this host stands between: the caller's own would tell the backend that there is no proxy.
        Assert.NotEqual(CallersTrace.Split('-')[2], received[2]);
    }

    [Fact]
    public async Task Trace_LlmRoute_StaysHere()
    {
        await using var backend = await ScriptedProvider.StartAsync("{}");
        await using var host = await PluginHost.StartAsync(Config(backend));

        using var response = await host.ChatAsync("m");

        Assert.Equal("llm", response.Headers.GetValues("x-llmproxy-cluster").Single());
        Assert.Null(backend.Last.Header("traceparent"));
        Assert.Null(backend.Last.Header("X-Forwarded-For"));
    }

    [Fact]
    public async Task Post_PlainRouteAndDeadBackend_IsYarpsOwn502()
    {
        await using var backend = await ScriptedProvider.StartAsync("{}");
        await using var host = await PluginHost.StartAsync(Config(backend, "http://127.0.0.1:1/"));

        using var response = await host.Client.PostAsync(new Uri("/plain/v1/chat/completions", UriKind.Relative), new StringContent("not json"));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("x-llmproxy-", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>One request through a host: what the backend was sent and what the client got, in lines that do not depend on ports and times.</summary>
    private static async Task<(List<string> Sent, List<string> Answer)> ExchangeAsync(ScriptedProvider backend, bool withPlugin)
    {
        await using var host = await PluginHost.StartAsync(Config(backend), withPlugin);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/plain/v1/chat/completions?api-version=1&model=x")
        {
            Content = new StringContent("{\"model\": broken", Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in new[]
        {
            ("Authorization", "Bearer callers"), ("Cookie", "a=b"), ("x-api-key", "k"), ("x-llmproxy-cluster", "c"), ("x-sandbox-fault", "f"),
            ("Accept-Encoding", "zstd"), ("X-Forwarded-For", "10.0.0.1"), ("Via", "1.1 other"), ("baggage", "a=b"), ("x-request-id", "mine"),
            ("OpenAI-Organization", "o"), ("Referer", "http://r/"),
        })
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await host.Client.SendAsync(request);

        var received = backend.Last;
        List<string> sent = [$"{received.Method} {received.Text}", received.Path + received.Query];
        sent.AddRange(received.Headers.Where(header => header.Key != "traceparent").Select(header => $"{header.Key}: {header.Value}")
            .Select(line => line.Replace(host.Client.BaseAddress!.Authority, "host", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        List<string> answer = [$"{(int)response.StatusCode} {Convert.ToHexString(await response.Content.ReadAsByteArrayAsync())}"];
        answer.AddRange(response.Headers.Concat(response.Content.Headers).Where(header => header.Key != "Date")
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal));
        return (sent, answer);
    }

    private static byte[] Zipped(string text)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return output.ToArray();
    }

    private static string Config(ScriptedProvider backend, string? plain = null) => $$"""
        {
          "ReverseProxy": {
            "Routes": {
              "plain": { "ClusterId": "plain", "Match": { "Path": "/plain/{**rest}" } },
              "llm": { "ClusterId": "llm", "Match": { "Path": "/v1/{**rest}" }, "Llm": {} }
            },
            "Clusters": {
              "plain": { "Destinations": { "a": { "Address": "{{plain ?? backend.Address.ToString()}}" } } },
              "llm": { "Destinations": { "a": { "Address": "{{backend.Address}}" } }, "Llm": { "Provider": "openai-compatible" } }
            }
          }
        }
        """;
}
