namespace LlmProxy.Exchange.Bodies;

/// <summary>How a request's body is handled.</summary>
internal enum BodyKind
{
    /// <summary>Read whole and scanned.</summary>
    Json,

    /// <summary>Read whole, since its <c>model</c> may come after a file.</summary>
    Form,

    /// <summary>Passed through as it comes.</summary>
    Streamed,
}
