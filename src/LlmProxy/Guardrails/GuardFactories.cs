using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Entities;
using LlmProxy.Guardrails.Entities;
using LlmProxy.Guardrails.External;
using LlmProxy.Guardrails.Injection;
using LlmProxy.Guardrails.Judging;
using LlmProxy.Guardrails.Leaks;
using LlmProxy.Guardrails.Schemas;
using LlmProxy.Guardrails.Words;

namespace LlmProxy.Guardrails;

/// <summary>Who makes guards of which type.</summary>
/// <remarks>A host adds types of its own by registering an <see cref="IGuardFactory"/>; one with the name of a built-in type takes its place.</remarks>
public sealed class GuardFactories
{
    /// <summary>Those of the gateway itself.</summary>
    public static readonly GuardFactories BuiltIn = new([]);

    private readonly Dictionary<string, IGuardFactory> _factories = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="added">Those of a host, beside the gateway's own.</param>
    public GuardFactories(IEnumerable<IGuardFactory> added)
        : this(added, new(() => throw new InvalidOperationException("Guards that ask somebody outside were made where nobody can be asked.")))
    {
    }

    /// <param name="added">Those of a host, beside the gateway's own.</param>
    /// <param name="outside">What guards need to ask somebody outside; taken when they judge.</param>
    internal GuardFactories(IEnumerable<IGuardFactory> added, Lazy<GuardOutside> outside)
    {
        foreach (var factory in (IEnumerable<IGuardFactory>)[.. Own(outside), .. added])
            _factories[factory.Type] = factory;
    }

    /// <summary>The types, in the order of their names.</summary>
    public IEnumerable<string> Types => _factories.Keys.Order(StringComparer.Ordinal);

    /// <summary>Who makes guards of <paramref name="type"/>; <c>null</c>: nobody.</summary>
    public IGuardFactory? Find(string type) => _factories.GetValueOrDefault(type);

    private static IEnumerable<IGuardFactory> Own(Lazy<GuardOutside> outside) =>
    [
        new InjectionGuardFactory(),
        new EntityGuardFactory(GuardTypes.Pii, EntityGroup.Pii, EntityGroup.Names, GuardAction.Redact, GuardDirections.Both),
        new EntityGuardFactory(GuardTypes.Secrets, EntityGroup.Secrets, null, GuardAction.Redact, GuardDirections.Both),
        new EntityGuardFactory(GuardTypes.UnsafeCode, EntityGroup.UnsafeCode, null, GuardAction.Block, GuardDirections.Both),
        new LimitsGuardFactory(),
        new FormatGuardFactory(),
        new SchemaGuardFactory(),
        new JsonSchemaGuardFactory(),
        new ModerationGuardFactory(outside),
        new JudgeGuardFactory(outside),
        new WebhookGuardFactory(outside),
        new WordsGuardFactory(GuardTypes.Deny, "DENIED"),
        new WordsGuardFactory(GuardTypes.Topics, "TOPIC"),
        new LeakGuardFactory(),
    ];
}
