using LlmProxy.Core.Guardrails.Masking;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>What stands on one answer's way to the client: the guards of its texts, and the masks that are taken off behind them.</summary>
/// <remarks>Made for one answer, and asked by one thread at a time. Where no guard and no mask concerns an answer there is none.</remarks>
public interface IOutputGuards
{
    /// <summary>
    /// Whether a guard may change a text or end it (block, redact, mask). Then log probabilities are left out, which repeat a text
    /// token by token. <c>false</c>: guards only look on, or there are none and only masks are taken off.
    /// </summary>
    bool ChangesText { get; }

    /// <summary>What was masked in the request; <c>null</c>: nothing.</summary>
    IMaskLookup? Masks { get; }

    /// <summary>What the client reads behind the last word of an answer that a guard ended, UTF-8; empty: nothing.</summary>
    ReadOnlyMemory<byte> BlockMessage { get; }

    /// <summary>Judges the answer as a whole, behind the guards of its texts; <c>null</c>: nobody does, and it goes out as it comes.</summary>
    IAnswerJudge? Judge => null;

    /// <summary>Whether a guard may hold text for a certain time only (<see cref="SpanRule.Release"/>). Default false.</summary>
    bool Releases => false;

    /// <summary>Told before a text, or a piece of one, comes or ends: which one that is.</summary>
    void Enter(in AnswerAddress address)
    {
    }

    /// <summary>The guards of one text; whoever asks disposes it. Asked for each choice, block and call once, and not for each chunk.</summary>
    /// <param name="kind">
    /// Whose text it is: <see cref="TextKind.Assistant"/>, <see cref="TextKind.Reasoning"/>, <see cref="TextKind.Refusal"/>,
    /// <see cref="TextKind.ToolArguments"/>, or <see cref="TextKind.Other"/> for what this version does not know.
    /// </param>
    /// <param name="form">How it is to be read.</param>
    /// <param name="isRepeat">
    /// Whether it says once more what the client has got in pieces already: the result is the same, but what is found was told before,
    /// and must not be counted again.
    /// </param>
    /// <returns><c>null</c> where no guard concerns such a text.</returns>
    GuardedText? Create(TextKind kind, TextForm form, bool isRepeat);

    /// <summary>
    /// The guards of one text that comes in parts, neighbouring blocks of an answer: parts are judged together, and each by itself
    /// (<see cref="PartedScanner"/>). By default together alone.
    /// </summary>
    /// <inheritdoc cref="Create" path="/param"/>
    /// <returns><c>null</c> where no guard concerns such a text.</returns>
    GuardedText? CreateParted(TextKind kind, TextForm form) => Create(kind, form, isRepeat: false);
}
