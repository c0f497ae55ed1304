namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>One kind of text in a Responses stream: in which events it comes, and where the item holds it.</summary>
/// <param name="Event">The events' name without <c>.delta</c> and <c>.done</c>.</param>
/// <param name="Member">The member that holds all of it when it is done.</param>
/// <param name="PartEvent">The events of the part that it is, likewise; <c>null</c>: it is no part but a member of its item.</param>
/// <param name="PartType">The part's type.</param>
/// <param name="List">The item's member that holds the parts.</param>
/// <param name="IndexName">What the part's number is called.</param>
internal sealed record ResponsesFamily(
    string Event, string Member, string? PartEvent = null, string PartType = "", string List = "content", string IndexName = "content_index")
{
    private static readonly ResponsesFamily[] All =
    [
        new("response.output_text", "text", "response.content_part", "output_text"),
        new("response.refusal", "refusal", "response.content_part", "refusal"),
        new("response.reasoning_text", "text", "response.content_part", "reasoning_text"),
        new("response.reasoning_summary_text", "text", "response.reasoning_summary_part", "summary_text", "summary", "summary_index"),
        new("response.function_call_arguments", "arguments"),
        new("response.mcp_call_arguments", "arguments"),
        new("response.custom_tool_call_input", "input"),
        new("response.code_interpreter_call_code", "code"),
    ];

    /// <summary>The text that the client reads.</summary>
    public static ResponsesFamily OutputText => All[0];

    private ulong Path { get; } = TextScope.Hash(0, System.Text.Encoding.ASCII.GetBytes(Event));

    /// <summary>The family of a text; <c>null</c> for one that this version does not know.</summary>
    public static ResponsesFamily? Of(ChannelKey key) => Array.Find(All, family => family.Path == key.Path);
}
