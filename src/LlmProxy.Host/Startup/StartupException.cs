namespace LlmProxy.Host.Startup;

/// <summary>The gateway cannot start as it is configured; a person must change something.</summary>
internal sealed class StartupException(string message, IReadOnlyList<string> problems) : Exception(message)
{
    /// <summary>All that is wrong, one sentence each.</summary>
    public IReadOnlyList<string> Problems => problems;
}
