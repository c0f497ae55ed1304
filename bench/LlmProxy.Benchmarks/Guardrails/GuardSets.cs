using LlmProxy.Configuration;
using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Benchmarks.Guardrails;

/// <summary>Guards as a configuration makes them.</summary>
internal static class GuardSets
{
    /// <summary>A guard; where it finds places, it redacts them, so that a text is read to its end.</summary>
    public static Guard Of(string type, GuardrailOptions? options = null)
    {
        options ??= new();
        var errors = new List<ConfigurationError>();
        var guard = GuardFactories.BuiltIn.Find(type)!.Create(new(type, type, type, options, errors));
        return guard ?? throw new InvalidOperationException(string.Join(' ', errors));
    }

    /// <summary>As <see cref="Of"/>, for a guard that finds places.</summary>
    public static Guard Redacting(string type, params string[] words) => Of(type, new() { Action = GuardAction.Redact, Words = [.. words] });

    /// <summary>All that can stand before a request and need no other service and no text of a special form.</summary>
    public static RouteGuards Input() => new(
        [
            Of(GuardTypes.Injection), Redacting(GuardTypes.Pii), Redacting(GuardTypes.Secrets), Redacting(GuardTypes.UnsafeCode),
            Redacting(GuardTypes.Deny, [.. Enumerable.Range(0, 20).Select(i => $"project quetzal {i}")]),
            Redacting(GuardTypes.Topics, [.. Enumerable.Range(0, 20).Select(i => $"zorbl{(char)('a' + i)} corp")]),
            Of(GuardTypes.Limits, new() { MaxCharacters = 1_000_000, MaxMessages = 1_000 }),
        ],
        []);

    /// <summary>Those that an answer in a stream passes under, as a rule.</summary>
    public static RouteGuards Output() => new([], [Redacting(GuardTypes.Pii), Redacting(GuardTypes.Secrets), Redacting(GuardTypes.UnsafeCode)]);
}
