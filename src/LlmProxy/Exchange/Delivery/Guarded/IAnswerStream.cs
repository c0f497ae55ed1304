using LlmProxy.Core.Errors;

namespace LlmProxy.Exchange.Delivery.Guarded;

/// <summary>An answer as the client reads it, which knows how it ended.</summary>
internal interface IAnswerStream
{
    /// <summary>What broke it off, to be told inside it; <c>null</c> while nothing has.</summary>
    LlmError? Failure { get; }

    /// <summary>Whether it is over for the client by a filter's or a guard's word.</summary>
    bool IsStopped { get; }

    /// <summary>Whether nothing of it has gone out, and another answer may come in its place. Default false.</summary>
    bool IsOpen => false;
}
