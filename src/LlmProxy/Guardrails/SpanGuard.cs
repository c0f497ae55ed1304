using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using LlmProxy.Core.Guardrails;
using LlmProxy.Exchange;

namespace LlmProxy.Guardrails;

/// <summary>A guard that finds places in texts, so that it can replace them, also in a stream.</summary>
public abstract class SpanGuard : Guard
{
    /// <summary>Made with an initializer.</summary>
    protected SpanGuard()
    {
    }

    /// <summary>Takes what all guards that find places have in common from the configuration.</summary>
    /// <param name="definition">What the configuration says.</param>
    /// <param name="action">The type's action where it says none.</param>
    /// <param name="kinds">Whose texts the type sees where it does not say.</param>
    [SetsRequiredMembers]
    protected SpanGuard(GuardDefinition definition, GuardAction action, TextKind kinds)
        : base(definition, action, kinds)
    {
        Actions = definition.Actions;
        Allow = definition.Allow;
        Release = definition.Options.Release;
    }

    /// <summary>Actions of certain types of findings, which go before <see cref="Guard.Action"/>; <c>null</c>: there are none.</summary>
    public FrozenDictionary<string, GuardAction>? Actions { get; init; }

    /// <summary>Values that are no findings.</summary>
    public AllowList Allow { get; init; } = AllowList.Empty;

    /// <summary>How long text of a streamed answer is held back for it, from which on it goes out unjudged; <c>null</c>: as long as it must be.</summary>
    public TimeSpan? Release { get; init; }

    /// <inheritdoc/>
    public override bool ChangesText => base.ChangesText || Actions?.Values.Any(action => action <= GuardAction.Mask) == true;

    /// <summary>What finds places in the texts of one request or its answer; <c>null</c>: there is nothing to look for in these.</summary>
    /// <param name="exchange">The request; <c>null</c> where somebody tries the guard out.</param>
    /// <param name="direction">Whether the texts are the request's or the answer's.</param>
    public abstract ISpanGuard? Finder(LlmExchange? exchange, GuardDirection direction);
}
