namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>What an event of Anthropic's Messages says of a content block.</summary>
internal enum BlockEvent
{
    /// <summary>Nothing, or that it goes on.</summary>
    None,

    /// <summary>A text begins.</summary>
    TextStart,

    /// <summary>A block of another type begins.</summary>
    OtherStart,

    /// <summary>It is over.</summary>
    Stop,
}
