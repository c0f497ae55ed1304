namespace LlmProxy.Limits;

/// <summary>What a limit bounds.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="Scope">Whose: <c>key</c>, <c>user</c>, <c>tenant</c>, <c>model</c>, <c>route</c> or <c>total</c>.</param>
/// <param name="Name">The name of that key, user, tenant, model or route.</param>
internal sealed record LimitInfo(LimitKind Kind, string Scope, string Name);
