namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>A place in an answer's JSON that a client can read.</summary>
/// <param name="Start">Where the value begins.</param>
/// <param name="Length">Its length, quotes included.</param>
/// <param name="Role">What it is to its text.</param>
/// <param name="Kind">Whose text it is; <see cref="TextKind.None"/> for an echo.</param>
/// <param name="Form">How the text is to be read, once the escapes of this string are resolved.</param>
/// <param name="Channel">Which text a delta belongs to; of other roles the group alone counts.</param>
/// <param name="Owner">A hash of the id that its owner was told by, where several owners share a channel one after the other; of a tool's name a hash of that; 0: none was told.</param>
internal readonly record struct AnswerPlace(
    int Start, int Length, AnswerPlaceRole Role, TextKind Kind = TextKind.None, TextForm Form = TextForm.Plain, ChannelKey Channel = default, ulong Owner = 0)
{
    /// <summary>Which of several it is, where the protocol numbers them; <c>null</c>: there is one.</summary>
    public int? Number { get; init; }

    /// <summary>Which of the answer's runs of neighbouring text blocks it is a block of, from 1; 0: it is a text of its own.</summary>
    public int Run { get; init; }

    /// <summary>The offset behind it.</summary>
    public int End => Start + Length;

    /// <summary>What the text is called in records.</summary>
    public AnswerAddress AddressIn(AnswerProtocol protocol) =>
        new(protocol, Kind, Channel.Group, Number ?? (protocol == AnswerProtocol.Responses && Channel.Group >= 0 ? Channel.Part : null));
}
