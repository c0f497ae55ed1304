namespace LlmProxy.Exchange.Delivery;

/// <summary>What an answer has shown of itself.</summary>
internal enum AnswerProof
{
    /// <summary>Nothing that a client could use.</summary>
    None,

    /// <summary>Content, reasoning, a refusal or a tool call.</summary>
    Content,

    /// <summary>Its proper end.</summary>
    Complete,
}
