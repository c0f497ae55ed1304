using System.Diagnostics;

namespace LlmProxy.Telemetry;

/// <summary>What each <see cref="RequestOutcome"/> means to those who watch.</summary>
internal static class RequestOutcomeExtensions
{
    /// <summary>The value of <see cref="TagNames.Outcome"/>.</summary>
    public static string ToTag(this RequestOutcome outcome) => outcome switch
    {
        RequestOutcome.Completed => "completed",
        RequestOutcome.Rejected => "rejected",
        RequestOutcome.ProviderError => "provider_error",
        RequestOutcome.Failed => "failed",
        RequestOutcome.LastResort => "last_resort",
        RequestOutcome.Broken => "broken",
        RequestOutcome.ClientGone => "client_gone",
        RequestOutcome.Faulted => "faulted",
        _ => throw new UnreachableException($"Outcome {outcome} has no tag."),
    };

    /// <summary>Whether the model's operation failed; a caller that leaves is no fault of anybody's.</summary>
    public static bool IsError(this RequestOutcome outcome) =>
        outcome is not (RequestOutcome.Completed or RequestOutcome.ClientGone);
}
