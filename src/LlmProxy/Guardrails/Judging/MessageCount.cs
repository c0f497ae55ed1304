using System.Text.Json;
using LlmProxy.Core.Requests;
using LlmProxy.Endpoints;

namespace LlmProxy.Guardrails.Judging;

/// <summary>Counts the messages of a request.</summary>
internal static class MessageCount
{
    // Beyond what a request is read with: whatever came this far is JSON, and is counted.
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = 1_000 };

    /// <summary>How many messages the request of <paramref name="subject"/> has; those without a text count, too.</summary>
    /// <remarks>Of a request that is not there, as where a guard is tried out, the messages of the texts are counted.</remarks>
    public static int Of(GuardSubject subject)
    {
        if (subject.Exchange is not { Request: { } request } exchange)
            return OfTexts(subject.Texts);
        return exchange.Path.Endpoint switch
        {
            LlmEndpoint.Responses => OfList(request.Bytes(RequestField.Input)),
            LlmEndpoint.ChatCompletions or LlmEndpoint.Messages or LlmEndpoint.MessagesCountTokens => OfList(request.Bytes(RequestField.Messages)),
            // A prompt, or what is embedded, is no conversation.
            _ => 1,
        };
    }

    private static int OfTexts(IReadOnlyList<SubjectText> texts)
    {
        var last = -1;
        for (var i = 0; i < texts.Count; i++)
            last = Math.Max(last, texts[i].Message);
        return last + 1;
    }

    private static int OfList(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
            return 0;
        var reader = new Utf8JsonReader(json, Reading);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            return 1;
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Skip();
            count++;
        }

        return count;
    }
}
