using LlmProxy.Configuration.Binding;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Configuration.Validation;

/// <summary>Checks .NET's log levels, of which a wrong one would end a running gateway at its reload.</summary>
internal static class LoggingRules
{
    private const string Section = "Logging";
    private const string Levels = "LogLevel";

    /// <summary>Notes every level that does not exist.</summary>
    public static void Check(IConfiguration root, ICollection<ConfigurationError> errors)
    {
        foreach (var (path, value) in root.GetSection(Section).AsEnumerable())
        {
            var isLevel = path.Contains($":{Levels}:", StringComparison.OrdinalIgnoreCase);
            if (isLevel && value is not null && !Enum.TryParse<LogLevel>(value, ignoreCase: true, out _))
            {
                errors.Add(new(path, $"is {SafeValue.Show(value)}, not a log level", $"it can be {SafeValue.List(Enum.GetNames<LogLevel>())}"));
            }
        }
    }
}
