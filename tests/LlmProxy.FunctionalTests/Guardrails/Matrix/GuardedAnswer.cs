using System.Net;

namespace LlmProxy.FunctionalTests.Guardrails.Matrix;

/// <summary>What came of one request.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body.</param>
/// <param name="Verdicts">The header that tells the client of guards; <c>null</c>: there is none.</param>
/// <param name="RequestId">The gateway's id of the request.</param>
/// <param name="Sent">What the provider was told that the user says; <c>null</c>: it was told nothing.</param>
internal sealed record GuardedAnswer(HttpStatusCode Status, string Body, string? Verdicts, string RequestId, string? Sent);
