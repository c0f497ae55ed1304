using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlmProxy.Metering.Deferred;

/// <summary>Jobs as documents of the store.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(DeferredJob))]
internal sealed partial class DeferredJobJson : JsonSerializerContext
{
    /// <summary>Writes a job.</summary>
    public static byte[] Write(DeferredJob job) => JsonSerializer.SerializeToUtf8Bytes(job, Default.DeferredJob);

    /// <summary>Reads a job; <c>null</c> for what is none.</summary>
    public static DeferredJob? Read(ReadOnlyMemory<byte> document)
    {
        try
        {
            return JsonSerializer.Deserialize(document.Span, Default.DeferredJob) is { RequestId.Length: > 0 } job ? job with { Tags = job.Tags ?? [] } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
