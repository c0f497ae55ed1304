using LlmProxy.Failover.Settings;

namespace LlmProxy.Configuration.Reading;

/// <summary>Checks what spans the settings of a cluster's circuit breakers.</summary>
internal static class BreakerRules
{
    /// <summary>Notes a circuit that would have to close before it may.</summary>
    public static void Check(BreakerOptions options, string path, ICollection<ConfigurationError> errors)
    {
        if (options.OpenFor > options.MaxOpenFor)
        {
            errors.Add(new(
                $"{path}:{nameof(options.OpenFor)}",
                $"is {options.OpenFor}, longer than a circuit may stay open",
                $"it must be at most {nameof(options.MaxOpenFor)}, {options.MaxOpenFor}"));
        }
    }
}
