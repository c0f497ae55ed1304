using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Configuration;

/// <summary>How the gateway stops when it is told to (SIGTERM, Ctrl-C).</summary>
public sealed class LlmShutdownOptions
{
    /// <summary>How long requests are still accepted while <c>/health/ready</c> already says no. 0 s to 5 min; default 0 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan Delay { get; set; }

    /// <summary>How long open requests and streams then have to finish, before they end with <c>gateway_stopping</c>. 0 s to 1 h; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(30);
}
