namespace LlmProxy.Endpoints;

/// <summary>What a path under <c>/v1</c> is for.</summary>
public enum LlmEndpoint
{
    /// <summary>Any other path; passed through.</summary>
    Other,

    /// <summary><c>/chat/completions</c>.</summary>
    ChatCompletions,

    /// <summary><c>/completions</c>.</summary>
    Completions,

    /// <summary><c>/embeddings</c>.</summary>
    Embeddings,

    /// <summary><c>/responses</c>.</summary>
    Responses,

    /// <summary><c>/responses/{id}</c> and all below it.</summary>
    ResponseObject,

    /// <summary><c>/responses/compact</c>: a model shortens a conversation. A key that is for <see cref="Responses"/> is for this too.</summary>
    ResponseCompaction,

    /// <summary><c>/moderations</c>.</summary>
    Moderations,

    /// <summary><c>/models</c>.</summary>
    Models,

    /// <summary><c>/models/{id}</c>.</summary>
    Model,

    /// <summary><c>/images/*</c>: JSON or a form.</summary>
    Images,

    /// <summary><c>/audio/*</c>: JSON or a form; the answer may be binary.</summary>
    Audio,

    /// <summary><c>/files</c>.</summary>
    Files,

    /// <summary><c>/files/{id}</c> and all below it.</summary>
    FileObject,

    /// <summary><c>/batches</c>.</summary>
    Batches,

    /// <summary><c>/batches/{id}</c> and all below it.</summary>
    BatchObject,

    /// <summary><c>/realtime</c>, a WebSocket.</summary>
    Realtime,

    /// <summary><c>/messages</c>, Anthropic's own form.</summary>
    Messages,

    /// <summary><c>/messages/count_tokens</c>, Anthropic's own form.</summary>
    MessagesCountTokens,

    /// <summary>What else stands under <c>/messages</c>, such as Anthropic's batches.</summary>
    MessagesOther,

    /// <summary><c>/tokenize</c>, the gateway's own.</summary>
    Tokenize,
}
