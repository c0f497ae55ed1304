using LlmProxy.Configuration;
using LlmProxy.Host.Access;
using LlmProxy.Tenancy;

namespace LlmProxy.Host.Startup;

/// <summary>Applies <see cref="BindingGuard"/> to a host.</summary>
internal static class BindingExtensions
{
    /// <summary>Refuses to start where anybody could reach a gateway that asks nobody for a key.</summary>
    /// <exception cref="StartupException">It must not listen where it is told to.</exception>
    public static void RefuseOpenBinding(this WebApplication app)
    {
        var proxy = app.Services.GetRequiredService<LlmConfigState>().Current.Proxy;
        if (BindingGuard.Check(ListenAddresses.From(app.Configuration), proxy.AllowAnonymous, app.Services.GetRequiredService<ICallerSource>().NeedsKey) is { } refusal)
            throw new StartupException("The gateway must not listen where it is told to.", [refusal]);
    }
}
