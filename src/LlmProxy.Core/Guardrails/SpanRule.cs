using System.Collections.Frozen;

namespace LlmProxy.Core.Guardrails;

/// <summary>What one guard does on one text.</summary>
/// <param name="Guard">The guard's place in the order of the configuration, from 0; it names the guard in what is told.</param>
/// <param name="Action">What happens where it finds something.</param>
/// <param name="Scanner">Finds it.</param>
public readonly record struct SpanRule(int Guard, GuardAction Action, ISpanScanner Scanner)
{
    /// <summary>Actions of certain types of findings, which go before <see cref="Action"/>; <c>null</c>: there are none.</summary>
    public FrozenDictionary<string, GuardAction>? Actions { get; init; }

    /// <summary>How long it may hold a text's bytes back, from which on they go out unjudged; <c>null</c>: as long as it must.</summary>
    public TimeSpan? Release { get; init; }

    /// <summary>What happens where a finding of <paramref name="type"/> stands.</summary>
    public GuardAction ActionOf(string type) => Actions is { } actions && actions.TryGetValue(type, out var action) ? action : Action;
}
