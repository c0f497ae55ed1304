namespace LlmProxy.Guards;

/// <summary>The command line is not as the verb wants it; the message says what is wrong.</summary>
internal sealed class UsageException(string message) : Exception(message);
