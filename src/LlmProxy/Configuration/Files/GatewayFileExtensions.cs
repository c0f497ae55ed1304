using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Configuration.Files;

/// <summary>Makes the gateway's file a source of configuration.</summary>
public static class GatewayFileExtensions
{
    /// <summary>
    /// Adds the JSON file at <paramref name="path"/>, then the sources that override it. The file is watched; a state of
    /// it that is not valid is never seen, and the last valid one stays.
    /// </summary>
    /// <param name="builder">Takes the sources.</param>
    /// <param name="path">The file; it need not exist, but then the status says so.</param>
    /// <param name="overrides">Adds what overrides the file, such as environment variables and the command line.</param>
    /// <param name="extend">Adds what the host adds to YARP (policies, transforms), and types of guards of its own, so that their names are valid.</param>
    /// <returns>How loads went; a first load with errors leaves the source empty.</returns>
    public static ConfigurationStatus AddGatewayFile(
        this IConfigurationBuilder builder,
        string path,
        Action<IConfigurationBuilder> overrides,
        Action<IReverseProxyBuilder>? extend = null)
    {
        var source = new ReloadableJsonSource(path) { Overrides = overrides, Extend = extend };
        builder.Add(source);
        overrides(builder);
        return source.Status;
    }

    /// <summary>Registers <paramref name="status"/>, and the log lines about reloads.</summary>
    public static IServiceCollection AddGatewayFileStatus(this IServiceCollection services, ConfigurationStatus status) => services
        .AddSingleton(status)
        .AddSingleton<IConfigurationStatus>(status)
        .AddHostedService<ConfigurationLog>();
}
