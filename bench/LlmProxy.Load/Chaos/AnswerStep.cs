namespace LlmProxy.Load.Chaos;

/// <summary>One thing that a target does while it answers.</summary>
/// <param name="Act">What.</param>
/// <param name="Bytes">What is sent; empty where nothing is.</param>
/// <param name="Time">How long a pause or a silence lasts.</param>
internal readonly record struct AnswerStep(AnswerAct Act, byte[] Bytes, TimeSpan Time)
{
    /// <summary>Bytes, in one write.</summary>
    public static AnswerStep Send(string text) => new(AnswerAct.Send, System.Text.Encoding.ASCII.GetBytes(text), TimeSpan.Zero);

    /// <summary>A pause that does not end when the caller leaves; short.</summary>
    public static AnswerStep Pause(int milliseconds) => new(AnswerAct.Pause, [], TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Silence until the caller leaves, but not for ever.</summary>
    public static AnswerStep Silence(TimeSpan longest) => new(AnswerAct.Silence, [], longest);

    /// <summary>The connection is reset.</summary>
    public static AnswerStep Reset { get; } = new(AnswerAct.Reset, [], TimeSpan.Zero);

    /// <summary>The connection is closed after what was sent.</summary>
    public static AnswerStep Close { get; } = new(AnswerAct.Close, [], TimeSpan.Zero);
}
