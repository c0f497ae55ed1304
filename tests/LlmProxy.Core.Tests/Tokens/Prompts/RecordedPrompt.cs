using System.Text.Json;
using LlmProxy.Core.Requests;
using LlmProxy.Core.Tokens.Prompts;

namespace LlmProxy.Core.Tests.Tokens.Prompts;

/// <summary>A request with the count that the service billed.</summary>
internal sealed record RecordedPrompt(string Model, long Billed, LlmRequest Request)
{
    private static readonly Lazy<RecordedPrompt[]> Recorded = new(Load);

    public static IReadOnlyList<RecordedPrompt> All => Recorded.Value;

    public bool HasTools => !Request.Places[RequestField.Tools].IsEmpty || !Request.Places[RequestField.Functions].IsEmpty;

    public bool HasSchema => Request.Bytes(RequestField.ResponseFormat).IndexOf("schema"u8) >= 0;

    public PromptCount Count() => PromptCounter.Count(Request, PromptKind.Chat, PromptModel.For(Model));

    /// <summary>The error, as a part of what was billed.</summary>
    public double Error() => Math.Abs(Count().Tokens - Billed) / (double)Billed;

    private static RecordedPrompt[] Load() =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "prompts", "chat-prompt-tokens.jsonl")).Select(line =>
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return new RecordedPrompt(
                root.GetProperty("model").GetString()!, root.GetProperty("prompt_tokens").GetInt64(),
                LlmRequestReader.Read(System.Text.Encoding.UTF8.GetBytes(line), maxDepth: 64));
        }),
    ];
}
