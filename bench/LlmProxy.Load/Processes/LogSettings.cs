namespace LlmProxy.Load.Processes;

/// <summary>The same logging for every process: the frameworks are quiet, so that one line for each request remains.</summary>
internal static class LogSettings
{
    /// <summary>As environment variables.</summary>
    public static IReadOnlyDictionary<string, string> OneLineEach { get; } = new Dictionary<string, string>
    {
        ["Logging__LogLevel__Default"] = "Information",
        ["Logging__LogLevel__Microsoft"] = "Warning",
        ["Logging__LogLevel__System"] = "Warning",
        ["Logging__LogLevel__Yarp"] = "Warning",
        ["Logging__Console__FormatterName"] = "json",
    };
}
