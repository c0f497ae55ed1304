using System.Text.RegularExpressions;
using LlmProxy.Core.Guardrails.Texts;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails.Judging;

/// <summary>Makes guards of type <see cref="GuardTypes.Format"/>.</summary>
internal sealed class FormatGuardFactory : IGuardFactory
{
    /// <inheritdoc/>
    public string Type => GuardTypes.Format;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Settings { get; } = [nameof(GuardrailOptions.Patterns), nameof(GuardrailOptions.MaxCharacters)];

    /// <inheritdoc/>
    public GuardDirections Directions => GuardDirections.Both;

    /// <inheritdoc/>
    public Guard? Create(GuardDefinition definition)
    {
        var options = definition.Options;
        if (options.MaxCharacters is null && options.Patterns.Count == 0)
            definition.Error(nameof(options.Patterns), "is missing", $"set it, or {nameof(options.MaxCharacters)}, or both");
        var patterns = new List<Regex>();
        for (var i = 0; i < options.Patterns.Count; i++)
        {
            try
            {
                patterns.Add(LinearRegex.Create(options.Patterns[i], isWhole: true));
            }
            catch (ArgumentException e)
            {
                definition.Error($"{nameof(options.Patterns)}:{i}", $"cannot be used: {e.Message}", "write a regular expression without back references and look-around");
            }
        }

        return new FormatGuard(definition, patterns);
    }
}
