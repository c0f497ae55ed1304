using System.Diagnostics.CodeAnalysis;
using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails;

/// <summary>A guard that judges texts as a whole: it passes them or does not, and cannot say where in them something stands.</summary>
public abstract class JudgingGuard : Guard
{
    /// <summary>Made with an initializer.</summary>
    protected JudgingGuard()
    {
    }

    /// <summary>Takes what all guards have in common from the configuration; an action that replaces places is an error there.</summary>
    /// <param name="definition">What the configuration says.</param>
    /// <param name="action">The type's action where it says none.</param>
    /// <param name="kinds">Whose texts the type sees where it does not say.</param>
    [SetsRequiredMembers]
    protected JudgingGuard(GuardDefinition definition, GuardAction action, TextKind kinds)
        : base(definition, action, kinds)
    {
        if (Action is GuardAction.Redact or GuardAction.Mask)
        {
            definition.Error(
                nameof(definition.Options.Action), $"is {Action}, but guards of type '{Type}' judge texts as a whole and know no place to replace",
                $"it can be {GuardAction.Block}, {GuardAction.Flag} or {GuardAction.Shadow}");
        }
    }

    /// <summary>Whether it judges a request that has no text which it may see.</summary>
    internal virtual bool JudgesWithoutTexts => false;

    /// <summary>Judges.</summary>
    /// <param name="subject">The texts that it may see, never none.</param>
    /// <param name="cancellation">The client has gone.</param>
    /// <returns>What it says; it completes at once where nothing outside is asked.</returns>
    /// <remarks>Whatever it throws counts as <see cref="Guard.OnError"/> says; a cancellation by <paramref name="cancellation"/> does not.</remarks>
    public abstract ValueTask<GuardVerdict> JudgeAsync(GuardSubject subject, CancellationToken cancellation);
}
