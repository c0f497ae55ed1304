using LlmProxy.Configuration;
using LlmProxy.Configuration.Reading;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Catalogue.Files;
using LlmProxy.Prompts.Settings;

namespace LlmProxy.Host.Commands;

/// <summary>Checks the files of prompts that a valid configuration leads to.</summary>
internal static class PromptsCheck
{
    /// <summary>Writes each prompt with its versions, and all that is wrong; returns how much that is.</summary>
    /// <param name="settings">All sources, as a start would see them.</param>
    /// <param name="source">The configuration's file, a full path.</param>
    /// <param name="output">Takes the lines.</param>
    public static int Write(IConfiguration settings, string source, TextWriter output)
    {
        var folder = ConfigurationFolder.Of(source);
        var proxy = LlmConfigReader.Read(settings, SecretResolver.System, folder: folder).ToModel().Proxy;
        var reading = PromptFolderReading.Of(PromptRules.FolderOf(proxy.Prompts, folder));
        foreach (var prompt in reading.Versions.Where(version => version.Template is not null).GroupBy(version => version.File.Id.Name))
        {
            var versions = prompt.Select(version => version.File.Id.Version).Order(VersionOrder.Instance);
            output.WriteLine($"prompt   {prompt.Key}: {string.Join(", ", versions)}");
        }

        foreach (var error in reading.Errors)
            output.WriteLine($"error    {error}");
        return reading.Errors.Count;
    }
}
