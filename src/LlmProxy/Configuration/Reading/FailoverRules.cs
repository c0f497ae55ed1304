using LlmProxy.Failover.Settings;

namespace LlmProxy.Configuration.Reading;

/// <summary>Checks what spans the settings of a route's failover, whatever its clusters are.</summary>
internal static class FailoverRules
{
    /// <summary>Notes what contradicts itself in the block at <paramref name="path"/>.</summary>
    public static void Check(LlmRouteOptions options, string path, ICollection<ConfigurationError> errors)
    {
        TimeoutRules.Check(options.Timeouts, $"{path}:{nameof(options.Timeouts)}", errors);
        CheckRetry(options.Retry, $"{path}:{nameof(options.Retry)}", errors);
        CheckHold(options, path, errors);
    }

    private static void CheckRetry(RetryOptions retry, string path, ICollection<ConfigurationError> errors)
    {
        if (retry.BaseDelay > retry.MaxDelay)
        {
            errors.Add(new(
                $"{path}:{nameof(retry.BaseDelay)}",
                $"is {retry.BaseDelay}, longer than the longest wait",
                $"it must be at most {nameof(retry.MaxDelay)}, {retry.MaxDelay}"));
        }

        if (retry.MaxAttempts > retry.MaxTotal)
        {
            errors.Add(new(
                $"{path}:{nameof(retry.MaxAttempts)}",
                $"is {retry.MaxAttempts}, more than one request may have",
                $"it must be at most {nameof(retry.MaxTotal)}, {retry.MaxTotal}"));
        }
    }

    private static void CheckHold(LlmRouteOptions options, string path, ICollection<ConfigurationError> errors)
    {
        // Who sets a short total alone must not have to shorten a default that then never ends by itself.
        var hold = options.Gate.MaxHold;
        if (hold > options.Timeouts.Total && hold != new GateOptions().MaxHold)
        {
            errors.Add(new(
                $"{path}:{nameof(options.Gate)}:{nameof(options.Gate.MaxHold)}",
                $"is {hold}, longer than the whole request may take",
                $"it must be at most {nameof(options.Timeouts)}:{nameof(options.Timeouts.Total)}, {options.Timeouts.Total}"));
        }
    }
}
