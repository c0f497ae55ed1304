using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Tenancy.Settings;

/// <summary>Which web pages may call.</summary>
public sealed class CorsOptions
{
    /// <summary>The origins of pages whose scripts may call and read the answers, each as <c>https://app.example.com</c>; <c>*</c> is refused. Default: none.</summary>
    public IList<string> Origins { get; init; } = [];

    /// <summary>How long a browser may remember what it may do, of which browsers take 2 h at most. From 0 to 24 h; default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(10);
}
