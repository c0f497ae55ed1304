namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>The kinds of content part that a role may send.</summary>
[Flags]
internal enum PartKinds
{
    /// <summary><c>text</c>.</summary>
    Text = 1,

    /// <summary><c>image_url</c>, <c>file</c>, and Anthropic's own <c>image</c> and <c>document</c>.</summary>
    Media = 2,

    /// <summary><c>refusal</c>: what the model said when it refused.</summary>
    Refusal = 4,
}
