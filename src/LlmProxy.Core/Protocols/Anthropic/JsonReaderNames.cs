using System.Text.Json;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Compares property names without the exception that the framework throws at an unpaired surrogate.</summary>
internal static class JsonReaderNames
{
    /// <summary>Whether <paramref name="reader"/> stands on the property <paramref name="name"/>.</summary>
    public static bool Names(this ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        JsonText.Means(reader.ValueSpan, name);
}
