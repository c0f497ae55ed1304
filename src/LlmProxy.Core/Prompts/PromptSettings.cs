namespace LlmProxy.Core.Prompts;

/// <summary>What a version says beside its messages. What it says holds, whatever the caller says; <c>null</c>: the caller's word.</summary>
public sealed record PromptSettings
{
    /// <summary>Nothing.</summary>
    public static PromptSettings None { get; } = new();

    /// <summary>The model, in callers' words.</summary>
    public string? Model { get; init; }

    /// <summary>Most tokens of an answer, from 1; a caller may ask for fewer.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>The temperature, 0 to 2.</summary>
    public decimal? Temperature { get; init; }

    /// <summary>The JSON Schema of answers, an object in JSON; sent as the protocol's response format.</summary>
    public string? ResponseSchema { get; init; }

    /// <summary>These settings, and in the place of what they say, what <paramref name="other"/> says.</summary>
    public PromptSettings With(PromptSettings other) => new()
    {
        Model = other.Model ?? Model,
        MaxTokens = other.MaxTokens ?? MaxTokens,
        Temperature = other.Temperature ?? Temperature,
        ResponseSchema = other.ResponseSchema ?? ResponseSchema,
    };
}
