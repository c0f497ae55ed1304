namespace LlmProxy.Load.Chaos;

/// <summary>What a client got.</summary>
internal enum AnswerOutcome
{
    /// <summary>The whole answer of one attempt, once.</summary>
    Whole,

    /// <summary>An error's status, and the error.</summary>
    Refused,

    /// <summary>An answer that broke off as it should: a stream with one error event and an aborted connection, a plain answer with an aborted connection.</summary>
    BrokenOff,

    /// <summary>What no client may get: torn without a word, doubled, mixed, or ended as if it were whole.</summary>
    Wrong,
}
