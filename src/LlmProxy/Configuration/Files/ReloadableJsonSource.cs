using LlmProxy.Configuration.Secrets;
using LlmProxy.Configuration.Validation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Configuration.Files;

/// <summary>The gateway's one JSON file, of which only what is wholly valid is ever seen.</summary>
internal sealed class ReloadableJsonSource : IConfigurationSource
{
    public ReloadableJsonSource(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Status = new ConfigurationStatus(Path);
    }

    /// <summary>The file, with its full path.</summary>
    public string Path { get; }

    /// <summary>How loads went.</summary>
    public ConfigurationStatus Status { get; }

    /// <summary>Adds the sources that override the file, so that what is validated is what will be used.</summary>
    public Action<IConfigurationBuilder> Overrides { get; init; } = static _ => { };

    /// <summary>What the host adds to YARP.</summary>
    public Action<IReverseProxyBuilder>? Extend { get; init; }

    /// <summary>Where secrets come from.</summary>
    public SecretResolver Secrets { get; init; } = SecretResolver.System;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether to look for changes.</summary>
    public bool Watch { get; init; } = true;

    /// <summary>Parses a text of the file, puts it under its overrides, and checks the whole.</summary>
    /// <param name="text">The text; <c>null</c> if it could not be read.</param>
    /// <param name="errors">What was wrong with reading it.</param>
    /// <param name="secrets">Gives the secrets, asked for once and only if the text is whole.</param>
    /// <returns>The values, if the text is whole, and everything that is wrong.</returns>
    public (JsonConfigFile? File, ConfigurationFindings Findings) Judge(
        byte[]? text, List<ConfigurationError> errors, Func<SecretResolver> secrets)
    {
        if (text is null || JsonConfigParser.Parse(text, Path, errors) is not { } file)
        {
            return (null, new(errors, [], LlmConfigModel.Empty));
        }

        var alone = new ConfigurationBuilder().AddInMemoryCollection(file.Values).Build();
        var candidate = new ConfigurationBuilder().Add(new ParsedFileSource(file));
        Overrides(candidate);

        // Sources are loaded in the middle of synchronous code; nothing in here waits for anything but itself.
        var findings = new LlmConfigValidator(secrets(), Extend, ConfigurationFolder.Of(Path))
            .ValidateAsync(candidate.Build(), alone).GetAwaiter().GetResult();
        return (file, findings);
    }

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new ReloadableJsonProvider(this);
}
