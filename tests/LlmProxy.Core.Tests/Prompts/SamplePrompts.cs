using LlmProxy.Core.Prompts;

namespace LlmProxy.Core.Tests.Prompts;

/// <summary>Templates of tests.</summary>
internal static class SamplePrompts
{
    /// <summary>A template of a text and variables.</summary>
    public static PromptTemplate Of(string text, PromptVariable[]? variables = null, PromptSettings? settings = null, CallerSystem callerSystem = default)
    {
        var faults = new List<PromptFault>();
        var body = PromptBodyReader.Read(text, 1, variables ?? [], faults);
        Assert.Empty(faults);
        return new()
        {
            Id = new("weather.de", "v1"),
            Messages = body.Messages,
            HistoryAt = body.HistoryAt,
            Variables = variables ?? [],
            Settings = settings ?? PromptSettings.None,
            CallerSystem = callerSystem,
            Source = text,
            Hash = "",
        };
    }
}
