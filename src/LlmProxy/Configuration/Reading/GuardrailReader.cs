using System.Collections.Frozen;
using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Settings;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Reading;

/// <summary>Reads the guards of <c>LlmProxy:Guardrails</c>.</summary>
internal sealed class GuardrailReader(
    IConfigurationSection section, GuardFactories factories, SecretResolver secrets, string folder, ICollection<ConfigurationError> errors)
{
    private const int MaxNameLength = 64;

    private static readonly FrozenSet<string> Common = new[]
    {
        nameof(GuardrailOptions.Type), nameof(GuardrailOptions.Action), nameof(GuardrailOptions.Required), nameof(GuardrailOptions.OnError),
        nameof(GuardrailOptions.Message), nameof(GuardrailOptions.Scan),
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The guards by name: those that are configured, and of each type that is no such name one with its defaults, where it needs no settings.</summary>
    public GuardCatalogue Read(IDictionary<string, GuardrailOptions> options)
    {
        var guards = new Dictionary<string, GuardEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, option) in options)
        {
            if (!IsName(name))
                errors.Add(new(Path(name), "is no name for a guard", $"write letters, digits, '-', '_' and '.', at most {MaxNameLength}"));
            else if (TypeOf(name, option) is { } factory)
                guards[name] = new(factory.Directions, Create(name, factory, option, errors));
            else
                // It is known by name, so that the route that names it is not called wrong, too.
                guards[name] = new(GuardDirections.Both, null);
        }

        foreach (var type in factories.Types)
        {
            if (guards.ContainsKey(type))
                continue;
            var problems = new List<ConfigurationError>();
            var factory = factories.Find(type)!;
            var guard = Create(type, factory, new(), problems);
            if (guard is not null && problems.Count == 0)
                guards[type] = new(factory.Directions, guard);
        }

        return new(guards);
    }

    private Guard? Create(string name, IGuardFactory factory, GuardrailOptions options, ICollection<ConfigurationError> problems)
    {
        var before = problems.Count;
        CheckSettings(name, factory, problems);
        CheckRelease(name, options, problems);
        var definition = new GuardDefinition(name, factory.Type, Path(name), options, problems)
        {
            Actions = Actions(name, options, problems),
            Kinds = Kinds(name, options, problems),
            Allow = options.Allow.Count == 0 ? AllowList.Empty : new(options.Allow),
            BaseFolder = folder,
            Secrets = secrets,
        };
        var guard = factory.Create(definition);
        return problems.Count > before ? null : guard;
    }

    private IGuardFactory? TypeOf(string name, GuardrailOptions options)
    {
        var type = options.Type ?? name;
        if (factories.Find(type) is { } factory)
            return factory;
        if (options.Type is null)
            errors.Add(new($"{Path(name)}:{nameof(options.Type)}", "is missing, and the guard's name is no type", $"it can be {SafeValue.List([.. factories.Types])}"));
        else
            errors.Add(new($"{Path(name)}:{nameof(options.Type)}", $"is {SafeValue.Show(type)}, which is no type of guards", NameSuggestion.For(type, factories.Types)));
        return null;
    }

    private void CheckSettings(string name, IGuardFactory factory, ICollection<ConfigurationError> problems)
    {
        foreach (var child in section.GetSection(name).GetChildren())
        {
            if (!Common.Contains(child.Key) && !factory.Settings.Contains(child.Key, StringComparer.OrdinalIgnoreCase)
                && typeof(GuardrailOptions).GetProperties().Any(p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)))
                problems.Add(new(child.Path, $"is no setting of guards of type '{factory.Type}'", $"they have {SafeValue.List([.. Common.Concat(factory.Settings).Order(StringComparer.Ordinal)])}"));
        }
    }

    private void CheckRelease(string name, GuardrailOptions options, ICollection<ConfigurationError> problems)
    {
        if (options is { Required: true, Release: not null })
        {
            problems.Add(new(
                $"{Path(name)}:{nameof(options.Release)}", $"lets text go out unjudged, and nothing may pass a guard with {nameof(options.Required)} unseen",
                $"remove it, or {nameof(options.Required)}"));
        }
    }

    private FrozenDictionary<string, GuardAction>? Actions(string name, GuardrailOptions options, ICollection<ConfigurationError> problems)
    {
        if (options.Actions.Count == 0)
            return null;
        var actions = new Dictionary<string, GuardAction>(StringComparer.Ordinal);
        foreach (var (type, text) in options.Actions)
        {
            if (Enum.TryParse<GuardAction>(text, ignoreCase: true, out var action) && Enum.IsDefined(action) && !char.IsAsciiDigit(text.TrimStart()[0]))
                actions[type.ToUpperInvariant()] = action;
            else
                problems.Add(new($"{Path(name)}:{nameof(options.Actions)}:{type}", $"is {SafeValue.Show(text)}, which is no action", $"it can be {SafeValue.List(Enum.GetNames<GuardAction>())}"));
        }

        return actions.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private TextKind Kinds(string name, GuardrailOptions options, ICollection<ConfigurationError> problems)
    {
        var kinds = TextKind.None;
        for (var i = 0; i < options.Scan.Count; i++)
        {
            if (Enum.GetNames<TextKind>().FirstOrDefault(known => known.Equals(options.Scan[i], StringComparison.OrdinalIgnoreCase)) is { } kind && kind != nameof(TextKind.None))
                kinds |= Enum.Parse<TextKind>(kind);
            else
                problems.Add(new($"{Path(name)}:{nameof(options.Scan)}:{i}", $"is {SafeValue.Show(options.Scan[i])}, which is no kind of text", NameSuggestion.For(options.Scan[i], Enum.GetNames<TextKind>().Skip(1))));
        }

        return kinds;
    }

    private string Path(string name) => $"{section.Path}:{name}";

    private static bool IsName(string name) => name.Length is > 0 and <= MaxNameLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
