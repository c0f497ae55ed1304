namespace LlmProxy.Prompts.Quality;

/// <summary>Wants to know how requests under prompts end. Called on the request's last steps: returns at once, never throws, safe for use by many threads.</summary>
internal interface IPromptOutcomes
{
    /// <summary>A request has ended.</summary>
    void Note(PromptOutcome outcome);
}
