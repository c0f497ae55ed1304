namespace LlmProxy.Failover.Shadow;

/// <summary>What was found in the bytes of an answer.</summary>
/// <param name="Text">The text of the first choice.</param>
/// <param name="Finish">Why it ended, in the words of its protocol.</param>
internal readonly record struct AnswerReading(string? Text, string? Finish);
