using LlmProxy.Failover.Settings;

namespace LlmProxy.Configuration.Reading;

/// <summary>Checks one block of time limits.</summary>
internal static class TimeoutRules
{
    /// <summary>Notes every limit that the whole request's own would never let be reached.</summary>
    /// <remarks>Only what stands in one block: a default, or a limit of the cluster's for all its routes, may be longer than a route's whole time.</remarks>
    public static void Check(TimeoutOptions options, string path, ICollection<ConfigurationError> errors)
    {
        Limit(nameof(options.Connect), options.Connect);
        Limit(nameof(options.FirstByte), options.FirstByte);
        Limit(nameof(options.Idle), options.Idle);

        void Limit(string name, TimeSpan? limit)
        {
            if (limit > options.Total)
            {
                errors.Add(new(
                    $"{path}:{name}",
                    $"is {limit}, longer than the whole request may take",
                    $"it must be at most {nameof(options.Total)}, {options.Total}"));
            }
        }
    }
}
