using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities;

/// <summary>One pattern of the catalogue: what it finds, and how.</summary>
/// <param name="Type">What a match is.</param>
/// <param name="Group">The guard that it belongs to.</param>
/// <param name="Severity">How bad a match is.</param>
/// <param name="Definition">The expression, its bounds and its validator.</param>
public sealed record EntityPattern(EntityType Type, EntityGroup Group, EntitySeverity Severity, PatternDefinition Definition)
{
    /// <summary>The name of the pattern, such as <c>fi-hetu</c>; unique in the catalogue.</summary>
    public string Id => Definition.Id;
}
