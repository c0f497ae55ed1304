using LlmProxy.Core.Errors;

namespace LlmProxy.Limits;

/// <summary>Why a limit lets a request not pass.</summary>
/// <param name="Info">Which limit.</param>
/// <param name="Error">What the caller is told: 429 with the time after which there is room, if ever.</param>
/// <param name="MayWait">Whether a queue can help: room comes by itself, at <see cref="LlmError.RetryAfter"/> or when another request ends.</param>
internal sealed record LimitRefusal(LimitInfo Info, LlmError Error, bool MayWait);
