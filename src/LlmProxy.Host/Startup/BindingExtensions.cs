using LlmProxy.Configuration;
using LlmProxy.Host.Access;
using LlmProxy.Tenancy.Keys;

namespace LlmProxy.Host.Startup;

/// <summary>Applies <see cref="BindingGuard"/> to a host.</summary>
internal static class BindingExtensions
{
    /// <summary>Refuses to start where anybody could reach a gateway that asks nobody for a key.</summary>
    /// <exception cref="StartupException">It must not listen where it is told to.</exception>
    public static void RefuseOpenBinding(this WebApplication app)
    {
        var proxy = app.Services.GetRequiredService<LlmConfigState>().Current.Proxy;
        var addresses = ListenAddresses.From(app.Configuration);
        // Whether there are stored keys is only looked up where it matters: mostly the store is opened later, by the start itself.
        if (BindingGuard.Check(addresses, proxy.AllowAnonymous, hasKeys: false) is not { } refusal)
            return;
        if (BindingGuard.Check(addresses, proxy.AllowAnonymous, HasKeys(app.Services.GetRequiredService<KeyRegistry>(), proxy)) is not null)
            throw new StartupException("The gateway must not listen where it is told to.", [refusal]);
    }

    /// <summary>Keeps a gateway closed that others can reach, whatever a reload, or a store that can be read again, says later.</summary>
    public static void StayClosedToNetwork(this WebApplication app)
    {
        if (BindingGuard.Check(ListenAddresses.From(app.Configuration), allowAnonymous: false, hasKeys: false) is not null)
            app.Services.GetRequiredService<KeyRegistry>().OpenToNetwork();
    }

    private static bool HasKeys(KeyRegistry keys, LlmProxyModel proxy)
    {
        try
        {
            // Nothing runs yet that a blocked thread could hold up.
            keys.LoadAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            // While it is not known whether there are keys, nobody gets in without one.
        }

        return keys.NeedsKey(proxy);
    }
}
