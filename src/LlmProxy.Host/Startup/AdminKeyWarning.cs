using LlmProxy.Configuration;
using LlmProxy.Tenancy;

namespace LlmProxy.Host.Startup;

/// <summary>Says at the start that keys guard the traffic while nothing but this machine guards the keys.</summary>
internal static partial class AdminKeyWarning
{
    /// <summary>Warns once the gateway runs, where callers need keys and there is no admin key.</summary>
    public static void WarnOfMissingAdminKey(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        var access = app.Services.GetRequiredService<LlmConfigState>().Current.Proxy.Access;
        if (access.AdminKey is not { IsEmpty: false } && app.Services.GetRequiredService<ICallerSource>().NeedsKey)
            Log.NoAdminKey(app.Logger);
    });

    // Event ids 580 to 584. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            580, LogLevel.Warning,
            "Callers need keys, and there is no admin key: whoever is on this machine, or comes through a proxy on it that adds no forwarding header, can make keys. Set LLMPROXY_ADMIN_KEY.",
            EventName = "NoAdminKey")]
        public static partial void NoAdminKey(ILogger logger);
    }
}
