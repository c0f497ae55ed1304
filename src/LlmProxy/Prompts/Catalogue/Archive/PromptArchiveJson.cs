using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LlmProxy.Prompts.Catalogue.Archive;

/// <summary>What is kept of prompts as documents of the store. Texts are in base64, which bounds a document whatever the text is.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(MadeVersion))]
[JsonSerializable(typeof(ServedVersion))]
[JsonSerializable(typeof(PromptDecision))]
[JsonSerializable(typeof(PromptChange))]
internal sealed partial class PromptArchiveJson : JsonSerializerContext
{
    /// <summary>Reads a document; <c>null</c> for what is none.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> document, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(document.Span, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
