namespace LlmProxy.Storage.Settings;

/// <summary>Where the gateway keeps what must outlive it.</summary>
public sealed class StorageOptions
{
    /// <summary>What keeps it. Default <see cref="StorageKind.Sqlite"/>, which a host must have added; a plugin's host that has not keeps everything in memory.</summary>
    public StorageKind Kind { get; init; } = StorageKind.Sqlite;

    /// <summary>The folder of the embedded store, relative to where the program is started. Default <c>data</c>.</summary>
    public string Path { get; init; } = "data";
}
