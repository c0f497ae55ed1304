using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace LlmProxy.Host.Logging;

/// <summary>Puts the gateway's own JSON console in the place of the framework's.</summary>
internal static class JsonConsoleExtensions
{
    /// <summary>Does so where <c>Logging:Console:FormatterName</c> is <c>json</c> when the host is built, and no line is wanted on standard error.</summary>
    public static IHostApplicationBuilder UseJsonConsole(this IHostApplicationBuilder builder)
    {
        var console = builder.Configuration.GetSection("Logging:Console");
        if (!ConsoleFormatterNames.Json.Equals(console["FormatterName"], StringComparison.OrdinalIgnoreCase) || console["LogToStandardErrorThreshold"] is not null)
            return builder;
        var framework = builder.Services.FirstOrDefault(service => service.ImplementationType == typeof(ConsoleLoggerProvider));
        if (framework is not null && builder.Services.Remove(framework))
            builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, JsonConsoleLoggerProvider>());
        return builder;
    }
}
