namespace LlmProxy.Guardrails.External;

/// <summary>Why a guard that asks somebody outside got no judgement.</summary>
internal enum GuardFailure
{
    /// <summary>Nobody could be reached, or the connection broke.</summary>
    Unreachable,

    /// <summary>The judgement took longer than the guard's <c>Timeout</c>.</summary>
    Timeout,

    /// <summary>As many judgements as <c>MaxConcurrency</c> allows are under way.</summary>
    Busy,

    /// <summary>It has failed several times in a row, and is left alone for a moment.</summary>
    Open,

    /// <summary>The answer is an error.</summary>
    Refused,

    /// <summary>The answer is none that the guard understands, or is too long.</summary>
    BadAnswer,

    /// <summary>The cluster, or the secret to sign with, is not there.</summary>
    NotConfigured,
}
