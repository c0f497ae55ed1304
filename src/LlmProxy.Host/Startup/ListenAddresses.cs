namespace LlmProxy.Host.Startup;

/// <summary>Finds out where the server will listen, before it does.</summary>
internal static class ListenAddresses
{
    /// <summary>Where the gateway listens when nothing says otherwise.</summary>
    public const string Default = "http://localhost:8080";

    /// <summary>The addresses, by ASP.NET Core's own rules of precedence.</summary>
    /// <remarks>
    /// Kestrel's own <c>Kestrel:Endpoints</c> come first, unless <c>PreferHostingUrls</c>; then <c>--urls</c> or
    /// <c>ASPNETCORE_URLS</c>; then <c>HTTP_PORTS</c> and <c>HTTPS_PORTS</c>, which mean every interface; then
    /// <see cref="Default"/>.
    /// </remarks>
    public static IReadOnlyList<string> From(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Select(endpoint => endpoint["Url"] ?? "")
            .ToArray();
        var urls = Split(configuration[WebHostDefaults.ServerUrlsKey]);
        var preferUrls = urls.Length > 0 && configuration.GetValue(WebHostDefaults.PreferHostingUrlsKey, false);
        if (endpoints.Length > 0 && !preferUrls) return endpoints;
        if (urls.Length > 0) return urls;

        string[] ports =
        [
            .. Split(configuration[WebHostDefaults.HttpPortsKey]).Select(port => $"http://*:{port}"),
            .. Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://*:{port}"),
        ];
        return ports.Length > 0 ? ports : [Default];
    }

    /// <summary>Has the server listen at <see cref="Default"/> when nothing says otherwise.</summary>
    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        if (From(builder.Configuration) is [Default]) builder.WebHost.UseUrls(Default);
    }

    private static string[] Split(string? list) =>
        (list ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
