namespace LlmProxy.Configuration;

/// <summary>Who may see the gateway's own state.</summary>
public sealed class LlmAccessOptions
{
    /// <summary>
    /// The key (a bearer token) that opens the endpoints which show or change the gateway's state. <c>${NAME}</c> and
    /// <c>${file:PATH}</c> work. Not set: <c>LLMPROXY_ADMIN_KEY</c> from the environment; and with none, those endpoints answer on loopback only.
    /// </summary>
    public string? AdminKey { get; set; }

    /// <summary>
    /// Whether <c>/health/ready</c> answers everybody. Default false: admin key or loopback. (<c>/health/live</c> always
    /// does; it tells nothing but that the process answers.)
    /// </summary>
    public bool OpenHealth { get; set; }

    /// <summary>Whether <c>/metrics</c> answers everybody. Default false: admin key or loopback.</summary>
    public bool OpenMetrics { get; set; }
}
