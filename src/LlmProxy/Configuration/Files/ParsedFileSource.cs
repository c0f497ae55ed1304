using LlmProxy.Configuration.Reading;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Files;

/// <summary>A parsed file as a source that keeps the order of its names, so that a check sees what a host will see.</summary>
internal sealed class ParsedFileSource(JsonConfigFile file) : IConfigurationSource
{
    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(file);

    private sealed class Provider : ConfigurationProvider, IKeyOrder
    {
        private readonly JsonConfigFile _file;

        public Provider(JsonConfigFile file)
        {
            _file = file;
            Data = new Dictionary<string, string?>(file.Values, StringComparer.OrdinalIgnoreCase);
        }

        public IReadOnlyList<string> NamesUnder(string path) => _file.NamesUnder(path);
    }
}
