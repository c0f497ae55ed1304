namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>What the translation of a request found out beside the new body.</summary>
/// <param name="Dropped">
/// The fields that could not be carried over in full, as <c>seed</c> or <c>messages[].name</c>; for <c>x-llmproxy-dropped</c>.
/// Safe as a header's value, at most <see cref="DroppedFields.MaxFields"/> of them.
/// </param>
/// <param name="Stream">Whether the answer is asked for as a stream.</param>
/// <param name="IncludeUsage">Whether the caller asked for a last chunk with the usage (<c>stream_options.include_usage</c>).</param>
/// <param name="UsesFunctions">
/// Whether the caller speaks the old form, <c>functions</c>; the answer must then have <c>function_call</c> instead of <c>tool_calls</c>.
/// </param>
public sealed record ChatToMessagesResult(IReadOnlyList<string> Dropped, bool Stream, bool IncludeUsage, bool UsesFunctions);
