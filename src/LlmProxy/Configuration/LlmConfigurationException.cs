namespace LlmProxy.Configuration;

/// <summary>Refuses a configuration, with everything that is wrong in it.</summary>
public sealed class LlmConfigurationException : Exception
{
    /// <summary>Refuses a configuration because of <paramref name="errors"/>, one line each in the message.</summary>
    public LlmConfigurationException(IReadOnlyList<ConfigurationError> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; }
}
