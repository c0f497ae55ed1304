namespace LlmProxy.Load.Chaos;

/// <summary>Kinds of <see cref="AnswerStep"/>.</summary>
internal enum AnswerAct
{
    /// <summary>Bytes are sent.</summary>
    Send,

    /// <summary>Nothing for a moment.</summary>
    Pause,

    /// <summary>Nothing until the caller leaves.</summary>
    Silence,

    /// <summary>The connection is reset.</summary>
    Reset,

    /// <summary>The connection is closed.</summary>
    Close,
}
