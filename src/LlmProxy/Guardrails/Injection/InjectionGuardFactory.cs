using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Injection;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails.Injection;

/// <summary>Makes guards against prompt injection.</summary>
internal sealed class InjectionGuardFactory : IGuardFactory
{
    public string Type => GuardTypes.Injection;

    public IReadOnlyCollection<string> Settings { get; } = [nameof(GuardrailOptions.Threshold), nameof(GuardrailOptions.FlagThreshold)];

    public GuardDirections Directions => GuardDirections.Input;

    public Guard? Create(GuardDefinition definition)
    {
        var action = definition.Options.Action ?? GuardAction.Block;
        if (action is GuardAction.Redact or GuardAction.Mask)
            definition.Error(nameof(GuardrailOptions.Action), $"is {action}, but the guard judges whole texts", "it can be 'Block', 'Flag' or 'Shadow'");
        var threshold = definition.Options.Threshold ?? InjectionScore.DefaultBlock;
        var flag = definition.Options.FlagThreshold ?? Math.Min(InjectionScore.DefaultFlag, threshold);
        if (flag > threshold)
            definition.Error(nameof(GuardrailOptions.FlagThreshold), $"is above {nameof(GuardrailOptions.Threshold)}", $"it must be at most {threshold}");
        return new InjectionGuard(threshold, flag)
        {
            Name = definition.Name,
            Type = Type,
            Action = action,
            // Never the operator's own words, nor the model's.
            Kinds = definition.Kinds == TextKind.None ? TextKind.User | TextKind.ToolResult | TextKind.Other : definition.Kinds,
            OnError = definition.Options.OnError,
            IsRequired = definition.Options.Required,
            Message = definition.Options.Message,
        };
    }
}
