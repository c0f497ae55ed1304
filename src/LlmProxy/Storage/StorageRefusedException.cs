namespace LlmProxy.Storage;

/// <summary>The store must not be used as it is: it is another gateway's, of a newer version, or damaged. The message says what to do.</summary>
public sealed class StorageRefusedException(string message, Exception? inner = null) : Exception(message, inner);
