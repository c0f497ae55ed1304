using LlmProxy.Health.Degradation;
using LlmProxy.Prompts.Catalogue.Archive;
using LlmProxy.Storage;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Prompts.Catalogue;

/// <summary>Reads what the store keeps of prompts, before their files are read.</summary>
internal sealed partial class PromptLoading(
    PromptArchive archive, PromptCatalogue prompts, Degradations degradations, TimeProvider clock, ILogger<PromptLoading> logger)
    : StoreLoad(degradations.Get(Component), clock)
{
    /// <summary>The side component of what is stored of prompts.</summary>
    public const string Component = "prompts";

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        await archive.LoadAsync(cancellationToken);
        prompts.Rebuild();
    }

    /// <inheritdoc/>
    protected override void TellNotLoaded(IOException failure) => Log.Unread(logger, failure.Message);

    // Event ids 705 to 706. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            705, LogLevel.Error,
            "The store cannot be read, so prompts are as their files and the configuration say, and not as was decided over the admin API; it is tried again: {Reason}",
            EventName = "PromptsUnread")]
        public static partial void Unread(ILogger logger, string reason);
    }
}
