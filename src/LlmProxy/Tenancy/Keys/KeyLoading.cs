using LlmProxy.Configuration;
using LlmProxy.Health.Degradation;
using LlmProxy.Storage;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Tenancy.Keys;

/// <summary>Reads the stored keys.</summary>
internal sealed partial class KeyLoading(
    KeyRegistry keys, LlmConfigState configuration, Degradations degradations, TimeProvider clock, ILogger<KeyLoading> logger)
    : StoreLoad(degradations.Get(Component), clock)
{
    /// <summary>The side component of stored keys.</summary>
    public const string Component = "keys";

    /// <inheritdoc/>
    protected override Task LoadAsync(CancellationToken cancellationToken) => keys.LoadAsync(cancellationToken);

    /// <inheritdoc/>
    protected override void TellNotLoaded(IOException failure)
    {
        if (keys.IsKnown)
            Log.Missing(logger, failure.Message);
        else if (configuration.Current.Proxy.AllowAnonymous)
            Log.OpenUnread(logger);
        else
            Log.ClosedUnread(logger, failure.Message);
    }

    // Event ids 505 to 509. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            505, LogLevel.Error,
            "It is not known whether there are stored keys, since the store cannot be read; LlmProxy:AllowAnonymous lets everybody in meanwhile.",
            EventName = "OpenWithoutKeys")]
        public static partial void OpenUnread(ILogger logger);

        [LoggerMessage(
            506, LogLevel.Warning,
            "There is no store and none can be made, so nothing outlives this process and no key can be made: {Reason} Name a folder that can be written to in LlmProxy:Storage:Path.",
            EventName = "NoStoreOfKeys")]
        public static partial void Missing(ILogger logger, string reason);

        [LoggerMessage(
            507, LogLevel.Error,
            "The store is there and cannot be read, so stored keys are not known and nobody gets in by one; it is tried again: {Reason}",
            EventName = "KeysUnread")]
        public static partial void ClosedUnread(ILogger logger, string reason);
    }
}
