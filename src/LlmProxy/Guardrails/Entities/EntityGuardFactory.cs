using LlmProxy.Configuration.Binding;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Entities;
using LlmProxy.Core.Guardrails.Folding;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails.Entities;

/// <summary>Makes guards that look for entities: <c>pii</c>, <c>secrets</c>, <c>unsafe-code</c>.</summary>
/// <param name="type">The guard's type.</param>
/// <param name="group">The entities that it finds where no others are named.</param>
/// <param name="options">Entities that it finds where they are named; <c>null</c>: none.</param>
/// <param name="action">What it does unless told otherwise.</param>
/// <param name="directions">The ways it can stand.</param>
internal sealed class EntityGuardFactory(string type, EntityGroup group, EntityGroup? options, GuardAction action, GuardDirections directions) : IGuardFactory
{
    public string Type => type;

    public IReadOnlyCollection<string> Settings { get; } =
        [nameof(GuardrailOptions.Actions), nameof(GuardrailOptions.Allow), nameof(GuardrailOptions.Entities), nameof(GuardrailOptions.Normalize), nameof(GuardrailOptions.DecodeHtml),
         nameof(GuardrailOptions.DecodeEmbedded), nameof(GuardrailOptions.Release)];

    public GuardDirections Directions => directions;

    public Guard? Create(GuardDefinition definition)
    {
        var known = EntityCatalogue.Of(group).Concat(options is { } more ? EntityCatalogue.Of(more) : []).Select(pattern => pattern.Type).Distinct().ToList();
        var types = Types(definition, known);
        CheckActions(definition, known);
        if (types is null)
            return null;
        var patterns = EntityCatalogue.All.Where(pattern => types.Contains(pattern.Type) && (pattern.Group == group || pattern.Group == options)).ToList();
        return new EntityGuard(patterns, Folding(definition.Options), definition.Options.DecodeEmbedded)
        {
            Name = definition.Name,
            Type = type,
            Action = definition.Options.Action ?? action,
            Actions = definition.Actions,
            Allow = definition.Allow,
            Kinds = definition.Kinds == TextKind.None ? TextKind.All : definition.Kinds,
            OnError = definition.Options.OnError,
            IsRequired = definition.Options.Required,
            Message = definition.Options.Message,
            Release = definition.Options.Release,
        };
    }

    private static FoldOptions Folding(GuardrailOptions options) =>
        (options.Normalize ? FoldOptions.Usual : FoldOptions.None) | (options.DecodeHtml ? FoldOptions.HtmlReferences : FoldOptions.None);

    private HashSet<EntityType>? Types(GuardDefinition definition, List<EntityType> known)
    {
        var names = definition.Options.Entities;
        if (names.Count == 0)
            return [.. EntityCatalogue.Of(group).Select(pattern => pattern.Type)];
        var types = new HashSet<EntityType>();
        var isRight = true;
        for (var i = 0; i < names.Count; i++)
        {
            if (EntityNames.Find(names[i]) is { } found && known.Contains(found))
            {
                types.Add(found);
                continue;
            }

            isRight = false;
            definition.Error($"{nameof(GuardrailOptions.Entities)}:{i}", $"is {SafeValue.Show(names[i])}, which guards of type '{type}' do not look for", NameSuggestion.For(names[i], known.Select(EntityNames.Of)));
        }

        return isRight ? types : null;
    }

    private static void CheckActions(GuardDefinition definition, List<EntityType> known)
    {
        foreach (var name in definition.Actions?.Keys ?? [])
        {
            if (EntityNames.Find(name) is not { } found || !known.Contains(found))
                definition.Error($"{nameof(GuardrailOptions.Actions)}:{name}", "is no type of findings of this guard", NameSuggestion.For(name, known.Select(EntityNames.Of)));
        }
    }
}
