namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>What a place in an answer is to the text that stands there.</summary>
internal enum AnswerPlaceRole
{
    /// <summary>The next piece of a text that comes in many.</summary>
    Delta,

    /// <summary>All of a text.</summary>
    Whole,

    /// <summary>A JSON value of any kind that a model wrote as such: the arguments of a tool where they are no string.</summary>
    Value,

    /// <summary>What the client said itself, told back: no guard of answers concerns it, but masks are taken off.</summary>
    Echo,

    /// <summary>What says a text once more in pieces that no guard can follow: log probabilities, and messages that grow from frame to frame.</summary>
    Repetition,

    /// <summary>Why a choice ended; it is no text, but changes where a guard ends the answer.</summary>
    FinishReason,
}
