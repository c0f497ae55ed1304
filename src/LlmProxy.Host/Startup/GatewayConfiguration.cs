using LlmProxy.Configuration.Files;

namespace LlmProxy.Host.Startup;

/// <summary>Puts the gateway's configuration together: defaults, its one file, environment, command line; the later one wins.</summary>
internal static class GatewayConfiguration
{
    private const string DefaultFile = "config/llmproxy.json";

    /// <summary>What a host has before anybody configures it: one line a message, and only what concerns the gateway.</summary>
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        // A start that fails is told in one line by the program; the framework would add a stack trace.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting"] = "Critical",
        ["Logging:LogLevel:System"] = "Warning",
        ["Logging:LogLevel:Yarp"] = "Warning",
        // It warns with a stack trace of every client that leaves; what matters of it stands in the gateway's own lines.
        ["Logging:LogLevel:Yarp.ReverseProxy.Forwarder"] = "Error",
        // It begins an activity and a scope for each request as long as it may log, which costs as much as all of the gateway's own steps
        // before a request leaves. The gateway's lines tell the same; whoever traces gets the activities all the same.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",
        ["Logging:Console:FormatterName"] = "simple",
        ["Logging:Console:FormatterOptions:SingleLine"] = "true",
        ["Logging:Console:FormatterOptions:TimestampFormat"] = "yyyy-MM-ddTHH:mm:ss.fffZ ",
        ["Logging:Console:FormatterOptions:UseUtcTimestamp"] = "true",
    };

    /// <summary>Fills <paramref name="configuration"/> in place of what the framework put there.</summary>
    public static ConfigurationStatus Load(ConfigurationManager configuration, string[] args)
    {
        ((IConfigurationBuilder)configuration).Sources.Clear();
        configuration.AddInMemoryCollection(Defaults);
        return configuration.AddGatewayFile(FileOf(args), overrides => AddOverrides(overrides, args));
    }

    /// <summary>Validates one file as a start would see it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="args">What follows it on the command line.</param>
    /// <param name="configuration">What a start would read, if the file is valid.</param>
    public static ConfigurationStatus Check(string file, string[] args, out IConfiguration configuration)
    {
        var builder = new ConfigurationManager();
        configuration = builder;
        builder.AddInMemoryCollection(Defaults);
        return builder.AddGatewayFile(file, overrides => AddOverrides(overrides, args));
    }

    /// <summary>The file: <c>--config</c>, <c>LLMPROXY_CONFIG</c>, or the default, here or beside the program.</summary>
    private static string FileOf(string[] args)
    {
        var named = new ConfigurationBuilder().AddCommandLine(args).Build()["config"]
            ?? Environment.GetEnvironmentVariable("LLMPROXY_CONFIG");
        if (!string.IsNullOrWhiteSpace(named))
            return named;
        return File.Exists(DefaultFile) ? DefaultFile : Path.Combine(AppContext.BaseDirectory, DefaultFile);
    }

    private static void AddOverrides(IConfigurationBuilder builder, string[] args) => builder
        .AddEnvironmentVariables("DOTNET_")
        .AddEnvironmentVariables("ASPNETCORE_")
        .AddEnvironmentVariables()
        .AddCommandLine(args);
}
