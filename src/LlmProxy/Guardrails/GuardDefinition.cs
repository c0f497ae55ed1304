using System.Collections.Frozen;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails;

/// <summary>What the configuration says of one guard, checked as far as all types have it in common.</summary>
public sealed class GuardDefinition
{
    private readonly ICollection<ConfigurationError> _errors;

    internal GuardDefinition(string name, string type, string path, GuardrailOptions options, ICollection<ConfigurationError> errors)
    {
        Name = name;
        Type = type;
        Path = path;
        Options = options;
        _errors = errors;
    }

    /// <summary>The guard's name.</summary>
    public string Name { get; }

    /// <summary>Its type.</summary>
    public string Type { get; }

    /// <summary>Where it stands in the configuration.</summary>
    public string Path { get; }

    /// <summary>What is set.</summary>
    public GuardrailOptions Options { get; }

    /// <summary>Actions of certain types of findings, in capitals; <c>null</c>: there are none.</summary>
    public FrozenDictionary<string, GuardAction>? Actions { get; internal init; }

    /// <summary>Whose texts it shall see; <see cref="TextKind.None"/>: the type decides.</summary>
    public TextKind Kinds { get; internal init; }

    /// <summary>Values that are no findings.</summary>
    public AllowList Allow { get; internal init; } = AllowList.Empty;

    /// <summary>Where the files are that the configuration names: its own folder.</summary>
    public string BaseFolder { get; internal init; } = "";

    /// <summary>Resolves <see cref="GuardrailOptions.Secret"/> and the like.</summary>
    internal SecretResolver? Secrets { get; init; }

    /// <summary>Notes what is wrong with a setting.</summary>
    /// <param name="setting">Its name.</param>
    /// <param name="problem">What is wrong, as the rest of a sentence that begins with the setting.</param>
    /// <param name="remedy">What would be right.</param>
    public void Error(string setting, string problem, string remedy) => _errors.Add(new(ConfigurationPath(setting), problem, remedy));

    private string ConfigurationPath(string setting) => $"{Path}:{setting}";
}
