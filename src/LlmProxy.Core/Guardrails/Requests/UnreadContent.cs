namespace LlmProxy.Core.Guardrails.Requests;

/// <summary>What a model reads of a request, and no guard does.</summary>
[Flags]
public enum UnreadContent
{
    /// <summary>Nothing: guards see all.</summary>
    None = 0,

    /// <summary>A prompt, or what is embedded, as the numbers of its tokens.</summary>
    TokenIds = 1,

    /// <summary>Pictures, sound and files: in base64, by their address or by the id under which they were stored.</summary>
    Media = 2,

    /// <summary>A body that is no JSON: a form, a file, messages of a WebSocket.</summary>
    Body = 4,

    /// <summary>What was said before, which the provider keeps: guards that compare an answer with its request have nothing to go by.</summary>
    Past = 8,
}
