using LlmProxy.Core.Errors;
using LlmProxy.Core.Protocols;
using LlmProxy.Metering.Deferred;

namespace LlmProxy.Exchange;

/// <summary>What an answer tells of itself while it passes.</summary>
internal sealed class AnswerFacts
{
    /// <summary>The facts of an answer that there was none of; nobody writes to it.</summary>
    public static AnswerFacts None { get; } = new();

    /// <summary>The provider's id of the answer.</summary>
    public string? Id { get; set; }

    /// <summary>The model that says it answered.</summary>
    public string? Model { get; set; }

    /// <summary>Why the first choice ended.</summary>
    public FinishReason Finish { get; set; }

    /// <summary>How many of its choices have ended.</summary>
    public int Finishes { get; set; }

    /// <summary>Whether its protocol's own end has come.</summary>
    public bool HasEnded { get; set; }

    /// <summary>The clock's reading at the first byte of the body; 0 before it.</summary>
    public long FirstByteAt { get; set; }

    /// <summary>The clock's reading when the last byte had come; 0 before it.</summary>
    public long LastByteAt { get; set; }

    /// <summary>The clock's reading at the first content; 0 before it.</summary>
    public long FirstTokenAt { get; set; }

    /// <summary>How many events with content have come; counted only as far as the gate looks at their speed.</summary>
    public int Contents { get; set; }

    /// <summary>The error that the provider reported inside the answer, by its code or type.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>What the provider said of that error; <c>null</c> where it reported none.</summary>
    public ProviderError? Error { get; set; }

    /// <summary>How far the work is that the answered object stands for, by its own word.</summary>
    public WorkStatus Work { get; set; }

    /// <summary>What budgets are charged meanwhile, where it was noted that the answer's work goes on and will have a cost; else <c>null</c>.</summary>
    public HeldCharge? Expected { get; set; }

    /// <summary>Whether the answer broke off: the connection failed, or its protocol's own end never came.</summary>
    public bool IsBroken { get; set; }
}
