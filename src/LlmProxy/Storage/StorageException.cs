namespace LlmProxy.Storage;

/// <summary>The store cannot be read or written now; it will be tried again.</summary>
/// <param name="reason">Why, from a closed set, for health and metrics: <c>disk_full</c>, <c>read_only</c>, <c>cannot_open</c> …</param>
/// <param name="message">What is wrong, and where.</param>
/// <param name="inner">What told of it.</param>
public sealed class StorageException(string reason, string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>Why, from a closed set.</summary>
    public string Reason => reason;

    /// <summary>Whether there is no database at all, so that nothing can be stored in it; <c>false</c> where that is not known.</summary>
    public bool IsMissing { get; init; }
}
