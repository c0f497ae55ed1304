using System.Security.Cryptography;

namespace LlmProxy.Sandbox.Hosting;

/// <summary>Makes the record of a request.</summary>
internal static class Recorder
{
    public static SandboxRequest Record(HttpRequest request, string model, ReadOnlySpan<byte> body) =>
        new(request.Method, request.Path.Value ?? "", request.QueryString.Value ?? "", Copy(request.Headers))
        {
            Model = model,
            Body = body[..Math.Min(body.Length, SandboxRequest.MaxKeptBodyBytes)].ToArray(),
            BodyLength = body.Length,
            BodySha256 = Convert.ToHexStringLower(SHA256.HashData(body)),
        };

    private static Dictionary<string, string> Copy(IHeaderDictionary headers)
    {
        var copy = new Dictionary<string, string>(headers.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers) copy[name] = value.ToString();
        return copy;
    }
}
