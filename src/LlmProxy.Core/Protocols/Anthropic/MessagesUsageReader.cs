using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Reads the <c>usage</c> object of an answer of the Messages API.</summary>
public static class MessagesUsageReader
{
    /// <summary>What <paramref name="json"/> reports; what is not JSON, or absurd, counts as not reported.</summary>
    public static TokenUsage Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            return reader.Read() ? MessagesUsage.Read(ref reader).ToTokenUsage() : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
