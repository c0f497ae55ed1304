using System.Collections.Frozen;
using System.Text;

namespace LlmProxy.Prompts.Evaluations.Content;

/// <summary>The members of a request that the evaluation log records: what a model reads, and what steers it.</summary>
/// <remarks>What is not named here is left out, above all who asks (<c>user</c>, other labels, cache keys) and ids of stored objects.</remarks>
internal static class RequestFields
{
    private static readonly FrozenSet<string> Recorded = new[]
    {
        "model", "messages", "system", "input", "instructions", "prompt", "suffix", "tools", "tool_choice", "functions", "function_call", "parallel_tool_calls",
        "response_format", "text", "output_format", "temperature", "top_p", "top_k", "n", "seed", "stop", "stop_sequences", "logit_bias",
        "max_tokens", "max_completion_tokens", "max_output_tokens", "presence_penalty", "frequency_penalty", "reasoning_effort", "reasoning", "thinking", "verbosity",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The request's labels, of which only <see cref="PromptLabels"/> are recorded.</summary>
    public static ReadOnlySpan<byte> Metadata => "metadata"u8;

    /// <summary>How the names of labels begin that name a prompt and its variables.</summary>
    public static ReadOnlySpan<byte> PromptLabels => "llmproxy_prompt"u8;

    /// <summary>Whether a member of this name, as it is written, is recorded.</summary>
    public static bool IsRecorded(ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[32];
        return name.Length <= text.Length && Encoding.UTF8.TryGetChars(name, text, out var length)
            && Recorded.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text[..length]);
    }
}
