namespace LlmProxy.Storage.Settings;

/// <summary>What keeps the gateway's own records.</summary>
public enum StorageKind
{
    /// <summary>An embedded database in a folder of this machine.</summary>
    Sqlite,

    /// <summary>Nothing but memory: all is gone when the process ends.</summary>
    Memory,
}
