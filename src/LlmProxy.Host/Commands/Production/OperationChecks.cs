using LlmProxy.Storage.Settings;

namespace LlmProxy.Host.Commands.Production;

/// <summary>What is known afterwards.</summary>
internal static class OperationChecks
{
    private const string Category = "LlmProxy.Requests";

    /// <summary>One line for each request, with its id, that a program can read.</summary>
    public static ChecklistItem Logs(ProductionConfiguration configuration)
    {
        var gaps = new List<string>();
        var formatter = configuration.Settings["Logging:Console:FormatterName"];
        if (!"json".Equals(formatter, StringComparison.OrdinalIgnoreCase))
            gaps.Add($"the console writes lines for people ('{formatter}')");
        if (Level(configuration.Settings) > LogLevel.Information)
            gaps.Add("requests are not logged: their line has the level Information");
        return ChecklistItem.PassUnless(
            "structured logs with ids", gaps, "one JSON line for each request, with its id",
            "\"Logging\": { \"LogLevel\": { \"Default\": \"Information\" }, \"Console\": { \"FormatterName\": \"json\" } }");
    }

    /// <summary>What each request cost, and whom, is still known after a restart.</summary>
    public static ChecklistItem Costs(ProductionConfiguration configuration) => configuration.Model.Proxy.Storage.Kind == StorageKind.Memory
        ? ChecklistItem.Fail("cost per request and user", "records end with the process", "\"LlmProxy\": { \"Storage\": { \"Kind\": \"Sqlite\" } }")
        : ChecklistItem.Pass("cost per request and user", "the ledger has a record of each request, with its key, user and tenant");

    /// <summary>The level of the category, as .NET finds it: the longest name that it begins with.</summary>
    private static LogLevel Level(IConfiguration settings)
    {
        var levels = settings.GetSection("Logging:LogLevel").GetChildren()
            .Where(level => level.Key.Equals("Default", StringComparison.OrdinalIgnoreCase) || Category.StartsWith(level.Key, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(level => level.Key.Equals("Default", StringComparison.OrdinalIgnoreCase) ? 0 : level.Key.Length);
        return levels.Select(level => level.Value).FirstOrDefault() is { } text && Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level) ? level : LogLevel.Information;
    }
}
