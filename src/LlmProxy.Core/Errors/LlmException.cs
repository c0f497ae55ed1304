namespace LlmProxy.Core.Errors;

/// <summary>Ends a request with an error that its client is told.</summary>
public sealed class LlmException : Exception
{
    /// <summary>Ends a request with <paramref name="error"/>.</summary>
    public LlmException(LlmError error, Exception? inner = null)
        : base(error.Message, inner) => Error = error;

    /// <summary>What the client is told.</summary>
    public LlmError Error { get; }
}
