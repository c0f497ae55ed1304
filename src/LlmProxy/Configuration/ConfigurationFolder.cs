namespace LlmProxy.Configuration;

/// <summary>Where the files are that the configuration names by relative paths.</summary>
internal static class ConfigurationFolder
{
    /// <summary>The folder of the file that the configuration came from; the process's own where it came from none.</summary>
    public static string Of(IConfigurationStatus? status) => Of(status?.Source);

    /// <summary>The folder of the file at <paramref name="source"/>, a full path; the process's own where it is none.</summary>
    public static string Of(string? source) =>
        source is not null && Path.IsPathFullyQualified(source) ? Path.GetDirectoryName(source)! : Environment.CurrentDirectory;
}
