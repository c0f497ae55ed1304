using LlmProxy.Core.Json;
using LlmProxy.Exchange;

namespace LlmProxy.Prompts.Experiments;

/// <summary>Finds out who a request is from, as far as experiments are concerned.</summary>
internal static class ExperimentUnits
{
    private const int MaxConversation = 512;

    /// <summary>The user, else the key, else the conversation.</summary>
    public static ExperimentUnit Of(LlmExchange exchange)
    {
        if (exchange.User is { Length: > 0 } user)
            return ExperimentUnit.User(user);
        if (exchange.Caller.KeyId is { Length: > 0 } key)
            return ExperimentUnit.Key(key);
        return exchange.Request is { } request ? OfBody(request.Body.Span) : ExperimentUnit.None;
    }

    /// <summary>The conversation that a body names: its <c>conversation</c> (a text, or an object with an <c>id</c>), else its <c>prompt_cache_key</c>.</summary>
    /// <remarks>
    /// Not its <c>previous_response_id</c>, which is another one at each turn, and not its first message, which many strangers may share. Names are
    /// taken as they are written in JSON, escapes and all; one over 512 bytes is none.
    /// </remarks>
    public static ExperimentUnit OfBody(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> conversation = default, cacheKey = default;
        var members = new JsonWalk(body[JsonScan.SkipWhite(body, 0)..]);
        while (members.Next())
        {
            if (members.Name.SequenceEqual("conversation"u8))
                conversation = members.IsString ? members.Text : Id(members.Value);
            else if (members.Name.SequenceEqual("prompt_cache_key"u8))
                cacheKey = members.Text;
        }

        var name = conversation.IsEmpty ? cacheKey : conversation;
        return name.Length is > 0 and <= MaxConversation ? ExperimentUnit.Conversation(name) : ExperimentUnit.None;
    }

    private static ReadOnlySpan<byte> Id(ReadOnlySpan<byte> value)
    {
        var members = new JsonWalk(value);
        while (members.Next())
        {
            if (members.Name.SequenceEqual("id"u8))
                return members.Text;
        }

        return default;
    }
}
