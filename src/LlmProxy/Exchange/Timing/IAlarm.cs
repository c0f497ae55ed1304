namespace LlmProxy.Exchange.Timing;

/// <summary>Is told by an <see cref="AttemptTimer"/> that a moment has come which is no limit.</summary>
internal interface IAlarm
{
    /// <summary>The moment has come. Called on the timer's thread; may come late, once, or when nobody waits for it any more.</summary>
    void Ring();
}
