using System.Diagnostics;
using System.Diagnostics.Metrics;
using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Telemetry;

namespace LlmProxy.Prompts.Quality;

/// <summary>The metrics of prompts. Labels are names and versions of the catalogue, all others are <c>other</c>.</summary>
internal sealed class PromptMetrics
{
    private readonly IPromptCatalogue _prompts;
    private readonly Counter<long> _requests;
    private readonly Counter<double> _cost;
    private readonly Counter<long> _feedback;

    /// <summary>Makes the instruments.</summary>
    public PromptMetrics(IMeterFactory meters, IPromptCatalogue prompts)
    {
        _prompts = prompts;
        var meter = meters.Create(LlmTelemetry.MeterName, LlmTelemetry.Version);
        _requests = meter.CreateCounter<long>(MetricNames.PromptRequests, "{request}", "Requests under versions of prompts, by how they ended.");
        _cost = meter.CreateCounter<double>(MetricNames.PromptCost, "{USD}", "What requests under versions of prompts have cost, where it is known.");
        _feedback = meter.CreateCounter<long>(MetricNames.PromptFeedback, "{rating}", "What users said of answers under versions of prompts.");
    }

    /// <summary>A request has ended.</summary>
    public void Request(PromptOutcome outcome)
    {
        if (outcome.Prompt is not { } prompt || (!_requests.Enabled && !_cost.Enabled))
            return;
        var tags = Tags(prompt);
        if (outcome.Facts.Cost is { } cost)
            _cost.Add((double)cost, tags);
        tags.Add(TagNames.Outcome, outcome.IsBlocked ? "blocked" : outcome.Facts.Outcome.ToTag());
        _requests.Add(1, tags);
    }

    /// <summary>Somebody has said something.</summary>
    public void Feedback(PromptId? prompt, Feedback feedback)
    {
        if (prompt is not { } rated || !_feedback.Enabled)
            return;
        var tags = Tags(rated);
        tags.Add(TagNames.Outcome, feedback switch
        {
            { Verdict: Quality.Feedback.WrongAnswer } => Quality.Feedback.WrongAnswer,
            { Rating: >= 4 } => "up",
            { Rating: <= 2 } => "down",
            { Rating: 3 } => "neutral",
            _ => "comment",
        });
        _feedback.Add(1, tags);
    }

    private TagList Tags(PromptId prompt)
    {
        var asset = _prompts.Find(prompt.Name);
        return new()
        {
            { TagNames.Prompt, asset is null ? TagNames.Other : prompt.Name },
            { TagNames.PromptVersion, asset?.Find(prompt.Version) is null ? TagNames.Other : prompt.Version },
        };
    }
}
