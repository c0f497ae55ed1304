using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails;

/// <summary>One guard as a configuration made it: a <see cref="SpanGuard"/>, which finds places, or a <see cref="JudgingGuard"/>, which judges whole texts. Immutable, and safe for many threads.</summary>
public abstract class Guard
{
    /// <summary>Its name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="GuardTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>What happens where it finds something.</summary>
    public required GuardAction Action { get; init; }

    /// <summary>Whose texts it sees.</summary>
    public required TextKind Kinds { get; init; }

    /// <summary>What happens when it cannot do its work.</summary>
    public GuardErrorMode OnError { get; init; }

    /// <summary>Whether nothing on its routes may pass it unseen.</summary>
    public bool IsRequired { get; init; }

    /// <summary>What the client is told where it blocks; <c>null</c>: a sentence that names the guard.</summary>
    public string? Message { get; init; }

    /// <summary>Whether it blocks, redacts or masks, so that a text may not go out before it was judged.</summary>
    public virtual bool ChangesText => Action is GuardAction.Block or GuardAction.Redact or GuardAction.Mask;
}
