using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Guardrails.Requests;

/// <summary>A text in a request, and where it stands.</summary>
/// <param name="Value">The JSON string, quotes included; for a number, which is a text to guards as well, its digits.</param>
/// <param name="Kind">Whose text it is: one kind.</param>
/// <param name="Form">How it is to be read.</param>
/// <param name="Group">Texts with the same number are parts of one: what stands at the end of one goes on in the next.</param>
/// <param name="Message">The number of the message that it belongs to, from 0; -1: to none.</param>
public readonly record struct RequestText(ByteRange Value, TextKind Kind, TextForm Form, int Group, int Message);
