using System.Diagnostics.CodeAnalysis;
using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails.Judging;

/// <summary>Bounds how much a request says.</summary>
internal sealed class LimitsGuard : JudgingGuard
{
    /// <summary>What is told where there are too many characters.</summary>
    internal const string Characters = "max_characters";

    /// <summary>What is told where there are too many messages.</summary>
    internal const string Messages = "max_messages";

    private readonly int? _maxCharacters;
    private readonly int? _maxMessages;
    private readonly ValueTask<GuardVerdict> _tooLong;
    private readonly ValueTask<GuardVerdict> _tooMany;

    [SetsRequiredMembers]
    public LimitsGuard(GuardDefinition definition)
        : base(definition, GuardAction.Block, TextKind.All)
    {
        _maxCharacters = definition.Options.MaxCharacters;
        _maxMessages = definition.Options.MaxMessages;
        _tooLong = new(new GuardVerdict(VerdictLevel.Found, Types: [Characters]) { Message = Message ?? $"The request has more than {_maxCharacters} characters." });
        _tooMany = new(new GuardVerdict(VerdictLevel.Found, Types: [Messages]) { Message = Message ?? $"The request has more than {_maxMessages} messages." });
    }

    /// <inheritdoc/>
    internal override bool JudgesWithoutTexts => _maxMessages is not null;

    /// <inheritdoc/>
    public override ValueTask<GuardVerdict> JudgeAsync(GuardSubject subject, CancellationToken cancellation)
    {
        if (_maxMessages is { } messages && MessageCount.Of(subject) > messages)
            return _tooMany;
        return _maxCharacters is { } characters && CharacterBound.IsExceeded(subject.Texts, characters) ? _tooLong : default;
    }
}
