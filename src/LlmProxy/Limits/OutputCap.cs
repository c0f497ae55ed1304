using System.Globalization;
using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Core.Requests;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Providers;

namespace LlmProxy.Limits;

/// <summary>Keeps the answer that is asked for below the cap of route and prompt, in a request that goes out in the caller's own protocol.</summary>
/// <remarks>The cap is for each answer: a request for several (<c>n</c>) may get it several times.</remarks>
internal static class OutputCap
{
    /// <summary>Lowers the bound that the request states; where it states none, states the cap.</summary>
    public static void Apply(LlmAttempt attempt)
    {
        if (attempt.Exchange is not { MaxOutputTokens: { } max, Request: { } request } exchange)
            return;
        switch (exchange.Path.Endpoint)
        {
            case LlmEndpoint.ChatCompletions:
                CapChat(attempt, request, max);
                break;
            case LlmEndpoint.Completions or LlmEndpoint.Messages:
                if (!Lower(attempt.Patch, request, request.MaxTokens, max))
                    State(attempt.Patch, request, request.MaxTokens, "max_tokens", max);
                break;
            case LlmEndpoint.Responses:
                if (!Lower(attempt.Patch, request, request.MaxOutputTokens, max))
                    State(attempt.Patch, request, request.MaxOutputTokens, "max_output_tokens", max);
                break;
        }
    }

    private static void CapChat(LlmAttempt attempt, LlmRequest request, int max)
    {
        // Both may be there, and which one a server heeds is its own affair.
        if (Lower(attempt.Patch, request, request.MaxTokens, max) | Lower(attempt.Patch, request, request.MaxCompletionTokens, max))
            return;
        if (KnowsNewName(attempt.Cluster))
            State(attempt.Patch, request, request.MaxCompletionTokens, "max_completion_tokens", max);
        else
            State(attempt.Patch, request, request.MaxTokens, "max_tokens", max);
    }

    /// <summary>
    /// OpenAI's reasoning models refuse the old name; servers that copy its protocol may not know the new one. Azure knows it from
    /// <c>api-version</c> 2024-09-01-preview on.
    /// </summary>
    private static bool KnowsNewName(LlmClusterModel cluster) => cluster.Provider switch
    {
        ProviderNames.OpenAiCompatible => false,
        ProviderNames.AzureOpenAi => cluster.ApiVersion is not { } version || string.CompareOrdinal(version, "2024-09") >= 0,
        _ => true,
    };

    /// <returns>Whether the request states a bound by this name; what is no number is no bound, and a large one in its own right.</returns>
    private static bool Lower(BodyPatch patch, LlmRequest request, NumberField field, int max)
    {
        if (field.Range.IsEmpty || request.Body.Span[field.Range.Start] == (byte)'n')
            return false;
        if (field.Value is not { } value || value > max)
            patch.Replace(field.Range, Bytes(max));
        return true;
    }

    private static void State(BodyPatch patch, LlmRequest request, NumberField field, string name, int max)
    {
        if (!field.Range.IsEmpty)
            patch.Replace(field.Range, Bytes(max));
        else
            patch.Replace(new ByteRange(request.RootEnd, 0), Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $",\"{name}\":{max}")));
    }

    private static byte[] Bytes(int max) => Encoding.ASCII.GetBytes(max.ToString(CultureInfo.InvariantCulture));
}
