using LlmProxy.Balancing;
using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Reading;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Configuration;

namespace LlmProxy.Configuration.Validation;

/// <summary>Has YARP read and judge its part of a configuration, in services that live only as long as the check.</summary>
internal sealed class YarpCheck(IConfiguration root, LlmConfigReading reading, Action<IReverseProxyBuilder>? extend)
{
    /// <summary>Adds everything that YARP refuses, or would fail at later.</summary>
    public async Task RunAsync(ICollection<ConfigurationError> errors)
    {
        await using var services = Build(root);
        IProxyConfig config;
        try
        {
            config = services.GetRequiredService<IProxyConfigProvider>().GetConfig();
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            AddUnreadable(e, errors);
            return;
        }

        var validator = services.GetRequiredService<IConfigValidator>();
        foreach (var cluster in config.Clusters)
        {
            YarpClusterRules.Check(cluster, reading.Cluster(cluster.ClusterId), errors);
            Add(SectionNames.Clusters, cluster.ClusterId, await validator.ValidateClusterAsync(cluster), errors);
        }

        foreach (var route in config.Routes)
        {
            Add(SectionNames.Routes, route.RouteId, await validator.ValidateRouteAsync(route), errors);
        }
    }

    private ServiceProvider Build(IConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        var builder = services.AddReverseProxy().LoadFromConfig(configuration.GetSection(SectionNames.Yarp));
        builder.AddLlmBalancing();
        extend?.Invoke(builder);
        return services.BuildServiceProvider();
    }

    private static void Add(
        string section, string name, IEnumerable<Exception> problems, ICollection<ConfigurationError> errors)
    {
        foreach (var problem in problems)
        {
            errors.Add(new(ConfigurationPath.Combine(section, name), "is refused by YARP", problem.Message));
        }
    }

    /// <summary>
    /// YARP stops at the first value that it cannot read and does not say where it stands, so each value is tried alone.
    /// </summary>
    private void AddUnreadable(Exception whole, ICollection<ConfigurationError> errors)
    {
        var found = 0;
        foreach (var (path, value) in root.GetSection(SectionNames.Yarp).AsEnumerable().Where(pair => pair.Value is not null))
        {
            using var services = Build(new ConfigurationBuilder().AddInMemoryCollection([new(path, value)]).Build());
            try
            {
                services.GetRequiredService<IProxyConfigProvider>().GetConfig();
            }
            catch (Exception e) when (IsUnreadable(e))
            {
                errors.Add(new(path, $"is {SafeValue.Show(value!)}, which YARP cannot read", e.Message));
                found++;
            }
        }

        if (found == 0)
        {
            errors.Add(new(SectionNames.Yarp, "cannot be read by YARP", whole.Message));
        }
    }

    // What parsing a value throws; anything else is a fault of ours, and must not pass for the user's.
    private static bool IsUnreadable(Exception e) =>
        e is FormatException or OverflowException or ArgumentException or InvalidOperationException or NotSupportedException;
}
