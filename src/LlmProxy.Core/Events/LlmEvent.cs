using LlmProxy.Core.Protocols;

namespace LlmProxy.Core.Events;

/// <summary>One typed event of an answer, the same for every provider.</summary>
/// <remarks>
/// The spans live as long as the call that hands the event over, no longer: who wants to keep text copies it.
/// Text is UTF-8 with JSON escapes already resolved, and may be any part of the whole: a code point can be split
/// between two events only if the provider split it.
/// </remarks>
public readonly ref struct LlmEvent
{
    /// <summary>Makes an event of one kind.</summary>
    public LlmEvent(LlmEventKind kind) => Kind = kind;

    /// <summary>What the event tells.</summary>
    public LlmEventKind Kind { get; }

    /// <summary>The choice that it belongs to (<c>choices[].index</c>), from 0.</summary>
    public int Choice { get; init; }

    /// <summary>The tool call that it belongs to (<c>tool_calls[].index</c>), from 0.</summary>
    public int Index { get; init; }

    /// <summary>Text, see <see cref="Kind"/>.</summary>
    public ReadOnlySpan<byte> Text { get; init; }

    /// <summary>An id: of the answer or of a tool call.</summary>
    public ReadOnlySpan<byte> Id { get; init; }

    /// <summary>A name: of the model, the tool or the error.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>Why the choice ended.</summary>
    public FinishReason Finish { get; init; }

    /// <summary>What was used so far.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>Where the JSON string of <see cref="Text"/> stands in its frame's data, quotes included; empty if it cannot be replaced in place.</summary>
    public Range Source { get; init; }
}
