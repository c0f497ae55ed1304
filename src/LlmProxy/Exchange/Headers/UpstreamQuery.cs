using LlmProxy.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace LlmProxy.Exchange.Headers;

/// <summary>The query string that goes to a provider.</summary>
internal static class UpstreamQuery
{
    private const string ApiVersion = "api-version";
    private const string Model = "model";
    private const string Deployment = "deployment";

    /// <summary>
    /// The caller's, without Azure's <c>api-version</c>, which only an Azure cluster sets anew, without its <c>api-key</c>, the
    /// caller's credential, and with the realtime model under
    /// its upstream name; Azure's deployment form calls it <c>deployment</c>.
    /// </summary>
    public static string Of(QueryString query, LlmAttempt attempt)
    {
        if (query.Value is not { Length: > 1 } text)
            return "";
        var isRealtime = attempt.Exchange.Path.Endpoint == LlmEndpoint.Realtime;
        if (!isRealtime && !HasOfAzure(text))
            return text;

        var kept = new QueryBuilder();
        foreach (var pair in new QueryStringEnumerable(text))
        {
            var name = pair.DecodeName();
            if (!IsOfAzure(name.Span) && !(isRealtime && (name.Span is Model or Deployment)))
                kept.Add(name.ToString(), pair.DecodeValue().ToString());
        }

        if (isRealtime && attempt.UpstreamModel is { } model)
            kept.Add(attempt.Cluster.ApiVersion is null ? Model : Deployment, model);
        return kept.ToString();
    }

    /// <summary>Whether the query names a version or a key of Azure's, by decoded names as <see cref="CallerCredential"/> reads them: <c>%61pi-key</c> is one too.</summary>
    private static bool HasOfAzure(string query)
    {
        foreach (var pair in new QueryStringEnumerable(query))
        {
            if (IsOfAzure(pair.DecodeName().Span))
                return true;
        }

        return false;
    }

    private static bool IsOfAzure(ReadOnlySpan<char> name) =>
        name.Equals(ApiVersion, StringComparison.OrdinalIgnoreCase) || name.Equals(CallerCredential.QueryName, StringComparison.OrdinalIgnoreCase);

    /// <summary>A query string with one more value.</summary>
    public static string With(string query, string name, string value) => QueryHelpers.AddQueryString(query, name, value);
}
