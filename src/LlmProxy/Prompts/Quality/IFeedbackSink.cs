namespace LlmProxy.Prompts.Quality;

/// <summary>Wants to know what is thought of answers. Returns at once, never throws, safe for use by many threads.</summary>
public interface IFeedbackSink
{
    /// <summary>Somebody has said something.</summary>
    /// <param name="feedback">What.</param>
    /// <param name="before">What was said of the same request before, which this takes the place of; <c>null</c>: nothing.</param>
    void Note(Feedback feedback, Feedback? before);
}
