using LlmProxy.Core.Errors;

namespace LlmProxy.Host.Startup;

/// <summary>Answers paths that no route has, in the form that SDKs can read.</summary>
internal static class NotFound
{
    private static readonly LlmError Error = new(
        404, LlmErrorTypes.InvalidRequest, "No route of this gateway has this path; check the base URL, which ends with '/v1'.", "unknown_url");

    public static Task AnswerAsync(HttpContext context) => ErrorAnswer.WriteAsync(context, Error);
}
