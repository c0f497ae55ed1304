using LlmProxy.Core.Errors;
using LlmProxy.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LlmProxy.Exchange.Bodies;

/// <summary>Decides how a request's body is handled.</summary>
internal static class BodyKinds
{
    private const string JsonType = "application/json";

    /// <summary>The kind of a request's body, by its content type and endpoint.</summary>
    /// <exception cref="LlmException">415: the endpoint takes JSON, and this is not JSON.</exception>
    public static BodyKind Of(HttpRequest request, LlmEndpoint endpoint)
    {
        var contentType = request.ContentType;
        // The form that SDKs send, without parsing; and where nothing is said, an endpoint that takes JSON gets JSON.
        if (contentType is JsonType || (string.IsNullOrEmpty(contentType) && endpoint.RequiresJson()))
            return BodyKind.Json;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
            return endpoint.RequiresJson() ? throw Unsupported() : BodyKind.Streamed;
        if (IsJson(type))
            return IsUtf8(type) ? BodyKind.Json : throw Unsupported();
        if (endpoint.RequiresJson())
            throw Unsupported();
        return endpoint.ReadsForm() && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? BodyKind.Form
            : BodyKind.Streamed;
    }

    private static bool IsJson(MediaTypeHeaderValue type) =>
        type.MediaType.Equals(JsonType, StringComparison.OrdinalIgnoreCase)
        || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase);

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        type.Charset.Length == 0
        || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static LlmException Unsupported() => new(new LlmError(
        415, LlmErrorTypes.InvalidRequest, "This endpoint takes JSON; send 'Content-Type: application/json' in UTF-8.", "unsupported_content_type")
    {
        ShouldRetry = false,
    });
}
