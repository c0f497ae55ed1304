using System.Diagnostics.CodeAnalysis;
using LlmProxy.Core.Guardrails;
using LlmProxy.Exchange;
using LlmProxy.Guardrails.Coverage;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails;

/// <summary>One guard as a configuration made it: a <see cref="SpanGuard"/>, which finds places, or a <see cref="JudgingGuard"/>, which judges whole texts. Immutable, and safe for many threads.</summary>
public abstract class Guard
{
    /// <summary>Made with an initializer.</summary>
    protected Guard()
    {
    }

    /// <summary>Takes what all guards have in common from the configuration.</summary>
    /// <param name="definition">What the configuration says.</param>
    /// <param name="action">The type's action where it says none.</param>
    /// <param name="kinds">Whose texts the type sees where it does not say.</param>
    [SetsRequiredMembers]
    protected Guard(GuardDefinition definition, GuardAction action, TextKind kinds)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Name = definition.Name;
        Type = definition.Type;
        Action = definition.Options.Action ?? action;
        Kinds = definition.Kinds == TextKind.None ? kinds : definition.Kinds;
        OnError = definition.Options.OnError;
        IsRequired = definition.Options.Required;
        Message = definition.Options.Message;
    }

    /// <summary>Its name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="GuardTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>What happens where it finds something.</summary>
    public required GuardAction Action { get; init; }

    /// <summary>Whose texts it sees.</summary>
    public required TextKind Kinds { get; init; }

    /// <summary>What happens when it cannot do its work; one that only looks on (<see cref="ChangesText"/>) lets pass in any case.</summary>
    public GuardErrorMode OnError { get; init; }

    /// <summary>Whether nothing on its routes may pass it unseen.</summary>
    public bool IsRequired { get; init; }

    /// <summary>What the client is told where it blocks; <c>null</c>: a sentence that names the guard.</summary>
    public string? Message { get; init; }

    /// <summary>Whether it blocks, redacts or masks, so that a text may not go out before it was judged.</summary>
    public virtual bool ChangesText => Action is GuardAction.Block or GuardAction.Redact or GuardAction.Mask;

    /// <summary>Whether nothing passes where it cannot do its work; a guard that could not have changed anything stops nothing either.</summary>
    internal bool FailsClosed => OnError == GuardErrorMode.Closed && ChangesText;

    /// <summary>Why this guard has nothing to go by at a place that guards see; <c>null</c>: it has.</summary>
    /// <param name="place">The place.</param>
    public virtual string? GapAt(CoveragePlace place) => null;

    /// <summary>Whether the guard has nothing to go by for the answer to this request, as <see cref="GapAt"/> says of its place.</summary>
    internal virtual bool IsIdle(LlmExchange exchange) => false;

    /// <summary>Does beforehand, in the background, what the first request would have to wait for.</summary>
    public virtual void Warm()
    {
    }
}
