namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>In which form a provider answers.</summary>
public enum AnswerProtocol
{
    /// <summary>Chat completions, of OpenAI and of all that copy it.</summary>
    Chat,

    /// <summary>The legacy completions.</summary>
    Completions,

    /// <summary>OpenAI's Responses.</summary>
    Responses,

    /// <summary>Anthropic's Messages.</summary>
    Messages,
}
