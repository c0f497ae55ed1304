using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace LlmProxy.Host.Logging;

/// <summary>Puts the gateway's own JSON console in the place of the framework's.</summary>
internal static class JsonConsoleExtensions
{
    // What only the framework's console can do.
    private static readonly string[] Others = ["LogToStandardErrorThreshold", "MaxQueueLength", "QueueFullMode"];

    /// <summary>Does so where <c>Logging:Console:FormatterName</c> is <c>json</c> when the host is built, and nothing is set that only the framework's has.</summary>
    public static IHostApplicationBuilder UseJsonConsole(this IHostApplicationBuilder builder)
    {
        var console = builder.Configuration.GetSection("Logging:Console");
        if (!ConsoleFormatterNames.Json.Equals(console["FormatterName"], StringComparison.OrdinalIgnoreCase) || Others.Any(other => console[other] is not null))
            return builder;
        var framework = builder.Services.FirstOrDefault(service => service.ImplementationType == typeof(ConsoleLoggerProvider));
        if (framework is not null && builder.Services.Remove(framework))
            builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, JsonConsoleLoggerProvider>());
        return builder;
    }
}
