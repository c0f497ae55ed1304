using LlmProxy.Host.Startup;

namespace LlmProxy.Host.Health;

/// <summary>The command <c>health [URL]</c>: asks a running gateway how it is, so that a container needs no curl.</summary>
internal static class HealthVerb
{
    /// <summary>The command's name.</summary>
    public const string Name = "health";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Runs the command in this process's environment.</summary>
    /// <param name="arguments">What follows the command's name.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments) => RunAsync(
        arguments.Count > 0 ? arguments[0] : null,
        new ConfigurationBuilder().AddEnvironmentVariables().AddEnvironmentVariables("ASPNETCORE_").Build(),
        Console.Out);

    /// <summary>Asks, and writes what it was told.</summary>
    /// <param name="url">What to ask; <c>null</c>: <c>/health/live</c> where <paramref name="configuration"/> says that the gateway listens.</param>
    /// <param name="configuration">The environment; <c>LLMPROXY_ADMIN_KEY</c> is sent along where it is set.</param>
    /// <param name="output">Takes the answer, or why there is none.</param>
    /// <returns>The exit code: 0 for a 2xx answer within 5 s, else 1.</returns>
    public static async Task<int> RunAsync(string? url, IConfiguration configuration, TextWriter output)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Timeout };
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url ?? DefaultUrl(configuration));
            if (configuration["LLMPROXY_ADMIN_KEY"] is { Length: > 0 } key) request.Headers.Authorization = new("Bearer", key);
            using var response = await client.SendAsync(request);
            await output.WriteLineAsync($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or FormatException
            or InvalidOperationException or NotSupportedException)
        {
            await output.WriteLineAsync($"No answer: {e.Message}");
            return 1;
        }
    }

    internal static string DefaultUrl(IConfiguration configuration)
    {
        var address = BindingAddress.Parse(ListenAddresses.From(configuration)[0]);
        var host = IsWildcard(address.Host) ? "localhost" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}{HealthEndpoints.LivePath}";
    }

    private static bool IsWildcard(string host) => host is "*" or "+" or "0.0.0.0" or "[::]";
}
