using LlmProxy.Prompts.Rollouts;

namespace LlmProxy.Prompts.Quality;

/// <summary>Counts how requests under prompts end, and wakes who judges by it.</summary>
internal sealed class PromptQuality(PromptStats stats, PromptWatch watch, RequestMemory memory, PromptMetrics metrics) : IPromptOutcomes
{
    /// <inheritdoc/>
    public void Note(PromptOutcome outcome)
    {
        if (outcome.IsShadow)
        {
            // Nobody has seen its answer, so nobody rates it; and what shadows bring judges no version that callers have.
            stats.Add(outcome);
            return;
        }

        // First what was decided: a version that is live since a moment ago is judged from this request on.
        if (outcome.Prompt is { } prompt)
            watch.See(prompt.Name);
        var judged = stats.Add(outcome);
        if (outcome.Prompt is { } counted)
        {
            if (judged > 0)
                stats.Callers.Note(watch.Of(counted.Name)?.Trial, outcome);
            watch.Counted(counted, judged);
        }

        memory.Note(outcome);
        metrics.Request(outcome);
    }
}
