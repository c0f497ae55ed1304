using LlmProxy.Core.Guardrails;
using LlmProxy.Endpoints;

namespace LlmProxy.Guardrails.Coverage;

/// <summary>A kind of text on one endpoint, and whether guards see it.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Direction">Whether it is the request's or the answer's.</param>
/// <param name="Transport">How it travels: <c>json</c>, <c>stream</c>, <c>form</c>, <c>websocket</c>, <c>file</c>, <c>error</c> (with an error's status), or in JSON as <c>media</c> or <c>tokens</c>; <c>continued</c>: in a conversation that the provider keeps.</param>
/// <param name="Content">Whose texts these are.</param>
/// <param name="Gap">Why no guard sees them; <c>null</c>: guards do.</param>
/// <param name="Example">A path of the endpoint.</param>
public sealed record CoveragePlace(LlmEndpoint Endpoint, GuardDirection Direction, string Transport, TextKind Content, string? Gap, string Example)
{
    /// <summary>Whether guards see these texts.</summary>
    public bool IsEnforced => Gap is null;
}
