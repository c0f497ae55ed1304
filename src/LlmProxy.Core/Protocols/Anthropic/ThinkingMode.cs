namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>What a request says in <c>thinking</c>.</summary>
internal enum ThinkingMode
{
    /// <summary>Nothing; the model does as it does by default.</summary>
    Unsaid,

    /// <summary><c>{"type":"adaptive"}</c>.</summary>
    Adaptive,

    /// <summary><c>{"type":"enabled","budget_tokens":…}</c>.</summary>
    Budget,

    /// <summary><c>{"type":"disabled"}</c>.</summary>
    Disabled,

    /// <summary>What the caller wrote in Anthropic's own form.</summary>
    Native,
}
