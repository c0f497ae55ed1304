namespace LlmProxy.Core.Sse;

/// <summary>New text for one JSON string of a frame.</summary>
/// <param name="Source">Where the string stands in the frame's data, quotes included; not empty.</param>
/// <param name="Text">The text that takes its place: UTF-8, not escaped.</param>
public readonly record struct SsePatch(Range Source, ReadOnlyMemory<byte> Text);
