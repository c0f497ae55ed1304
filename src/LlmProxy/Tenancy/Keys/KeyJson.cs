using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlmProxy.Tenancy.Keys;

/// <summary>Keys as documents of the store.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VirtualKey))]
internal sealed partial class KeyJson : JsonSerializerContext
{
    /// <summary>Writes a key.</summary>
    public static byte[] Write(VirtualKey key) => JsonSerializer.SerializeToUtf8Bytes(key, Default.VirtualKey);

    /// <summary>Reads a key; <c>null</c> for what is none.</summary>
    public static VirtualKey? Read(ReadOnlyMemory<byte> document)
    {
        try
        {
            return JsonSerializer.Deserialize(document.Span, Default.VirtualKey) is { Hash.Length: KeyHasher.Size } key ? key : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
