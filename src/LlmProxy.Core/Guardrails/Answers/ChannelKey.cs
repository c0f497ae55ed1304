namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Tells the texts apart that one stream carries in pieces.</summary>
/// <param name="Group">The choice, output item or content block that it belongs to.</param>
/// <param name="Part">The part of that; 0 where there are none.</param>
/// <param name="Path">A hash of the members' names that lead to it.</param>
internal readonly record struct ChannelKey(int Group, int Part, ulong Path);
