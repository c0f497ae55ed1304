using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Folding;
using LlmProxy.Core.Guardrails.Matching;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails.Words;

/// <summary>Makes guards of type <see cref="GuardTypes.Deny"/> and <see cref="GuardTypes.Topics"/>, which differ in the name of what they find.</summary>
/// <param name="type">The type.</param>
/// <param name="finding">What is found is called that.</param>
internal sealed class WordsGuardFactory(string type, string finding) : IGuardFactory
{
    /// <summary>Most bytes that a match of an expression can have, and so hold back: 1,024.</summary>
    private const int MaxMatch = 1024;

    /// <inheritdoc/>
    public string Type => type;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Settings { get; } =
    [
        nameof(GuardrailOptions.Words), nameof(GuardrailOptions.Patterns), nameof(GuardrailOptions.Normalize), nameof(GuardrailOptions.DecodeHtml),
        nameof(GuardrailOptions.DecodeEmbedded), nameof(GuardrailOptions.Allow), nameof(GuardrailOptions.Actions),
        nameof(GuardrailOptions.Release),
    ];

    /// <inheritdoc/>
    public GuardDirections Directions => GuardDirections.Both;

    /// <inheritdoc/>
    public Guard? Create(GuardDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var options = definition.Options;
        var folding = (options.Normalize ? FoldOptions.Usual : FoldOptions.None) | (options.DecodeHtml ? FoldOptions.HtmlReferences : FoldOptions.None);
        var patterns = new List<PatternDefinition>();
        for (var i = 0; i < options.Words.Count; i++)
            AddWord(definition, i, folding, patterns);
        for (var i = 0; i < options.Patterns.Count; i++)
            Add(definition, $"{nameof(options.Patterns)}:{i}", new("expression", options.Patterns[i]) { MaxLength = MaxMatch }, patterns);
        if (options.Words.Count + options.Patterns.Count is 0 or > PatternSet.MaxPatterns)
        {
            definition.Error(
                nameof(options.Words), $"and {nameof(options.Patterns)} have {options.Words.Count + options.Patterns.Count} entries together",
                $"give 1 to {PatternSet.MaxPatterns}");
            return null;
        }

        return patterns.Count == 0 ? null : new WordsGuard(
            definition, new FoldedSpanGuard(PatternSet.Compile(patterns), [.. Enumerable.Repeat(finding, patterns.Count)], folding));
    }

    private static void AddWord(GuardDefinition definition, int number, FoldOptions folding, List<PatternDefinition> patterns)
    {
        var (path, word) = ($"{nameof(definition.Options.Words)}:{number}", definition.Options.Words[number]);
        if (word.Length > WordPattern.MaxLength)
            definition.Error(path, $"is longer than {WordPattern.MaxLength} characters", "give a word or a short phrase");
        else if (WordPattern.Of(word, folding) is { Expression.Length: > 0 } pattern)
            Add(definition, path, pattern, patterns);
        else
            definition.Error(path, "is empty", "give a word or a phrase");
    }

    private static void Add(GuardDefinition definition, string path, PatternDefinition pattern, List<PatternDefinition> patterns)
    {
        try
        {
            // Each on its own first, so that the error is told at its place.
            PatternSet.Compile([pattern]);
            patterns.Add(pattern);
        }
        catch (PatternException e)
        {
            definition.Error(path, $"cannot be used: {e.Message}", "docs/guardrails-engine.md says what expressions may have");
        }
    }
}
