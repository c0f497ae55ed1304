namespace LlmProxy.Core.Protocols;

/// <summary>The form in which requests, answers and errors are written.</summary>
public enum WireProtocol
{
    /// <summary>OpenAI's API, and all that copy it.</summary>
    OpenAi,

    /// <summary>Anthropic's Messages API.</summary>
    Anthropic,
}
