using System.Diagnostics;
using LlmProxy.Core.Protocols;

namespace LlmProxy.Telemetry;

/// <summary>The values of <see cref="TagNames.FinishReasons"/>, one array for each reason and process.</summary>
internal static class FinishReasonTags
{
    private static readonly string[] Stop = ["stop"];
    private static readonly string[] Length = ["length"];
    private static readonly string[] ToolCalls = ["tool_calls"];
    private static readonly string[] ContentFilter = ["content_filter"];
    private static readonly string[] FunctionCall = ["function_call"];
    private static readonly string[] Other = [TagNames.Other];

    /// <summary>The reason in OpenAI's words, as an array of one; <c>null</c> where none was given.</summary>
    public static string[]? Of(FinishReason reason) => reason switch
    {
        FinishReason.None => null,
        FinishReason.Stop => Stop,
        FinishReason.Length => Length,
        FinishReason.ToolCalls => ToolCalls,
        FinishReason.ContentFilter => ContentFilter,
        FinishReason.FunctionCall => FunctionCall,
        FinishReason.Other => Other,
        _ => throw new UnreachableException($"Finish reason {reason} has no tag."),
    };
}
