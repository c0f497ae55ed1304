namespace LlmProxy.Load.Processes;

/// <summary>Finds the gateway that was built with this program.</summary>
internal static class GatewayAssembly
{
    private const string Project = "LlmProxy.Host";

    /// <summary>
    /// Its path: from <c>bench/LlmProxy.Load/bin/CONFIGURATION/FRAMEWORK/</c> to the same two folders under <c>src/LlmProxy.Host/bin</c>.
    /// </summary>
    public static string Default { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo own)
    {
        var configuration = own.Parent!;
        var root = configuration.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(root.FullName, "src", Project, "bin", configuration.Name, own.Name, Project + ".dll");
    }
}
