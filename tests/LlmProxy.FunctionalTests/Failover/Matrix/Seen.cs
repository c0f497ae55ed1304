using System.IO.Compression;
using System.Text;

namespace LlmProxy.FunctionalTests.Failover.Matrix;

/// <summary>What a client saw of an answer.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Headers">Its headers, those of the body too.</param>
/// <param name="Body">All bytes of its body that came, decoded where they were encoded.</param>
/// <param name="IsCut">Whether the connection broke.</param>
internal sealed record Seen(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body, bool IsCut)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Sends a request and reads its answer to the end, whatever that is.</summary>
    public static async Task<Seen> SendAsync(HttpClient client, string path, HttpContent body, string? fault = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        if (fault is not null)
            request.Headers.Add("x-sandbox-fault", fault);
        if (path.EndsWith("/messages", StringComparison.Ordinal))
            request.Headers.Add("anthropic-version", "2023-06-01");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        using var all = new MemoryStream();
        var isCut = false;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(patience.Token);
            await stream.CopyToAsync(all, patience.Token);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            isCut = true;
        }

        return new((int)response.StatusCode, headers, Decoded(all, headers), isCut);
    }

    private static byte[] Decoded(MemoryStream body, Dictionary<string, string> headers)
    {
        if (headers.GetValueOrDefault("Content-Encoding") != "gzip")
            return body.ToArray();
        body.Position = 0;
        using var decoded = new MemoryStream();
        using (var gzip = new GZipStream(body, CompressionMode.Decompress))
            gzip.CopyTo(decoded);
        return decoded.ToArray();
    }
}
