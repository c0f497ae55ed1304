using System.Text;
using LlmProxy.Core.Requests;
using LlmProxy.Core.Tokens.Prompts;

namespace LlmProxy.Core.Tests.Tokens.Prompts;

/// <summary>Counts requests that are written in tests.</summary>
internal static class Prompts
{
    public static LlmRequest Read(string json) => LlmRequestReader.Read(Encoding.UTF8.GetBytes(json), maxDepth: 64);

    public static PromptCount Count(string json, PromptKind kind = PromptKind.Chat, string model = "gpt-4o") =>
        PromptCounter.Count(Read(json), kind, PromptModel.For(model));

    public static long Bound(string json, PromptKind kind = PromptKind.Chat, string model = "gpt-4o") =>
        PromptBound.Of(Read(json), kind, PromptModel.For(model));
}
