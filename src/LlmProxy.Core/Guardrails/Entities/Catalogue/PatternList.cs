using System.Collections;
using LlmProxy.Core.Guardrails.Entities.Context;
using LlmProxy.Core.Guardrails.Entities.Values;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Catalogue;

/// <summary>Patterns of one type while the catalogue is written down; each line is one pattern.</summary>
/// <param name="type">What they find.</param>
/// <param name="group">The guard that they belong to.</param>
/// <param name="severity">How bad a match is.</param>
internal sealed class PatternList(EntityType type, EntityGroup group, EntitySeverity severity) : IEnumerable<EntityPattern>
{
    private readonly List<EntityPattern> _patterns = [];

    /// <summary>A pattern whose check decides, with what stands around it.</summary>
    /// <param name="id">The name.</param>
    /// <param name="expression">The form.</param>
    /// <param name="check">The check; <c>null</c>: the form alone.</param>
    /// <param name="evidence">What is asked of the words around it.</param>
    /// <param name="labels">The labels that speak for it.</param>
    public void Add(string id, string expression, ValueCheck? check, Evidence evidence = Evidence.Form, Labels labels = Labels.None) =>
        Add(id, expression, check is null && evidence == Evidence.Form ? null : new CheckedValue(check, evidence, labels));

    /// <summary>A token without a bound on its length: its head is checked, and what follows in its alphabet belongs to it.</summary>
    /// <param name="id">The name.</param>
    /// <param name="head">The form of its first characters.</param>
    /// <param name="body">The class of those after them.</param>
    /// <param name="check">The check of the head.</param>
    public void Add(string id, string head, string body, ValueCheck check) => Add(new PatternDefinition(id, head)
    {
        Validator = new CheckedValue(check),
        Continuation = new PatternContinuation(body),
    });

    /// <summary>A pattern with a validator of its own.</summary>
    public void Add(string id, string expression, IMatchValidator? validator) => Add(new PatternDefinition(id, expression) { Validator = validator });

    /// <summary>A pattern with bounds of its own.</summary>
    public void Add(PatternDefinition definition) => _patterns.Add(new EntityPattern(type, group, severity, definition));

    /// <inheritdoc/>
    public IEnumerator<EntityPattern> GetEnumerator() => _patterns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
