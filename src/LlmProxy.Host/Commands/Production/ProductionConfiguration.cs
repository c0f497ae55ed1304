using LlmProxy.Configuration;
using LlmProxy.Configuration.Files;
using LlmProxy.Configuration.Reading;
using LlmProxy.Configuration.Secrets;

namespace LlmProxy.Host.Commands.Production;

/// <summary>A valid configuration, as the checklist looks at it.</summary>
/// <param name="Settings">All sources together, as a start would see them.</param>
/// <param name="File">The file alone, as it is written: secrets may stand in the environment, but not there.</param>
/// <param name="Model">What it means.</param>
internal sealed record ProductionConfiguration(IConfiguration Settings, JsonConfigFile File, LlmConfigModel Model)
{
    private const string Routes = "ReverseProxy:Routes";

    /// <summary>Reads it.</summary>
    /// <param name="settings">All sources.</param>
    /// <param name="path">The file.</param>
    public static ProductionConfiguration Read(IConfiguration settings, string path)
    {
        var text = System.IO.File.ReadAllBytes(path);
        return new(settings, JsonConfigParser.Parse(text, path, []) ?? JsonConfigFile.Empty,
            LlmConfigReader.Read(settings, SecretResolver.System, folder: ConfigurationFolder.Of(System.IO.Path.GetFullPath(path))).ToModel());
    }

    /// <summary>The values in the file whose path fits: each part is a name or <c>*</c>.</summary>
    public IEnumerable<KeyValuePair<string, string?>> InFile(string pattern)
    {
        var wanted = pattern.Split(':');
        return File.Values.Where(value => Fits(value.Key.Split(':'), wanted));
    }

    /// <summary>The names of the routes for LLM traffic without a setting of their <c>Llm</c> block.</summary>
    /// <param name="setting">Its path in the block; a section counts when anything is in it.</param>
    public IReadOnlyList<string> RoutesWithout(string setting) =>
        [.. Model.Routes.Select(route => route.RouteId).Where(route => !Settings.GetSection($"{Routes}:{route}:Llm:{setting}").Exists())];

    private static bool Fits(string[] path, string[] wanted)
    {
        if (path.Length != wanted.Length)
            return false;
        for (var i = 0; i < path.Length; i++)
        {
            if (wanted[i] != "*" && !wanted[i].Equals(path[i], StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }
}
