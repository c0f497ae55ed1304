using LlmProxy.Core.Json;
using LlmProxy.Endpoints;

namespace LlmProxy.Guardrails.Input;

/// <summary>Tells requests whose conversation a provider keeps: what it says later may name placeholders of other requests.</summary>
internal static class KeptConversation
{
    /// <summary>Whether the provider keeps what the request says, or has kept what came before it.</summary>
    /// <param name="endpoint">Responses are kept unless the request says otherwise; what was compacted goes on in other requests.</param>
    /// <param name="body">A JSON object that was read as valid before.</param>
    public static bool Concerns(LlmEndpoint endpoint, ReadOnlySpan<byte> body)
    {
        if (endpoint == LlmEndpoint.ResponseCompaction)
            return true;
        var isKept = endpoint == LlmEndpoint.Responses;
        var walk = new JsonWalk(body[JsonScan.SkipWhite(body, 0)..]);
        while (walk.Next())
        {
            var name = walk.Name;
            if (name.SequenceEqual("store"u8))
                isKept = walk.Value is [(byte)'t', ..] || (isKept && walk.Value is not [(byte)'f', ..]);
            else if (IsPast(name) ? walk.Value is not [(byte)'n', ..] : name.SequenceEqual("background"u8) && walk.Value is [(byte)'t', ..])
                return true;
        }

        return isKept;
    }

    /// <summary>Whether the provider has kept what came before the request.</summary>
    /// <param name="body">A JSON object that was read as valid before.</param>
    public static bool Continues(ReadOnlySpan<byte> body)
    {
        var walk = new JsonWalk(body[JsonScan.SkipWhite(body, 0)..]);
        while (walk.Next())
        {
            if (IsPast(walk.Name) && walk.Value is not [(byte)'n', ..])
                return true;
        }

        return false;
    }

    private static bool IsPast(ReadOnlySpan<byte> name) => name.SequenceEqual("previous_response_id"u8) || name.SequenceEqual("conversation"u8);
}
