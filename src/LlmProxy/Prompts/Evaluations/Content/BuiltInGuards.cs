using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Prompts.Evaluations.Content;

/// <summary>The guards that everything passes before it is written: <c>pii</c> and <c>secrets</c> as they come with the gateway, whatever the configuration calls so.</summary>
internal static class BuiltInGuards
{
    private static readonly Lazy<RouteGuards> Guards = new(() => new RouteGuards([Create(GuardTypes.Pii), Create(GuardTypes.Secrets)], []));

    /// <summary>Both, with <see cref="GuardAction.Redact"/>; compiled when they are first needed.</summary>
    public static RouteGuards Redacting => Guards.Value;

    private static Guard Create(string type) =>
        GuardFactories.BuiltIn.Find(type)!.Create(new GuardDefinition(type, type, type, new GuardrailOptions { Action = GuardAction.Redact }, []))!;
}
