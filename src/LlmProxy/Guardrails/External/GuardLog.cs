using Microsoft.Extensions.Logging;

namespace LlmProxy.Guardrails.External;

/// <summary>What is logged of guards that ask somebody outside.</summary>
internal static partial class GuardLog
{
    // Event ids 620 to 629. An id or event name that has shipped keeps its meaning for good.
    [LoggerMessage(
        620, LogLevel.Warning,
        "Guard '{Guard}' got no judgement several times in a row, the last time for {Failure}: its OnError holds, and it is tried again every {PauseSeconds:0.###} s.",
        EventName = "GuardLost")]
    public static partial void Lost(ILogger logger, string guard, GuardFailure failure, double pauseSeconds);

    [LoggerMessage(621, LogLevel.Information, "Guard '{Guard}' judges again.", EventName = "GuardBack")]
    public static partial void Back(ILogger logger, string guard);
}
