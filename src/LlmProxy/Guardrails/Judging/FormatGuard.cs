using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;
using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails.Judging;

/// <summary>Demands that texts look as the configuration says: each matches an expression as a whole, and together they are not too long.</summary>
internal sealed class FormatGuard : JudgingGuard
{
    /// <summary>What is told where there are too many characters.</summary>
    internal const string Characters = "max_characters";

    /// <summary>What is told where a text matches none of the expressions.</summary>
    internal const string Pattern = "pattern";

    private readonly int? _maxCharacters;
    private readonly IReadOnlyList<Regex> _patterns;
    private readonly ValueTask<GuardVerdict> _tooLong = new(new GuardVerdict(VerdictLevel.Found, Types: [Characters]));
    private readonly ValueTask<GuardVerdict> _other = new(new GuardVerdict(VerdictLevel.Found, Types: [Pattern]));

    /// <param name="definition">What the configuration says.</param>
    /// <param name="patterns">Expressions for whole texts, of which one must match; none: any text does.</param>
    [SetsRequiredMembers]
    public FormatGuard(GuardDefinition definition, IReadOnlyList<Regex> patterns)
        : base(definition, GuardAction.Block, TextKind.User | TextKind.Assistant | TextKind.Other)
    {
        _maxCharacters = definition.Options.MaxCharacters;
        _patterns = patterns;
    }

    /// <inheritdoc/>
    public override ValueTask<GuardVerdict> JudgeAsync(GuardSubject subject, CancellationToken cancellation)
    {
        if (_maxCharacters is { } characters && CharacterBound.IsExceeded(subject.Texts, characters))
            return _tooLong;
        if (_patterns.Count == 0)
            return default;
        foreach (var text in WholeTexts.Of(subject))
        {
            cancellation.ThrowIfCancellationRequested();
            var decoded = Encoding.UTF8.GetString(text.Span);
            if (!_patterns.Any(pattern => pattern.IsMatch(decoded)))
                return _other;
        }

        return default;
    }
}
