using System.Diagnostics;
using LlmProxy.Core.Protocols;

namespace LlmProxy.Telemetry;

/// <summary>Starts and fills the spans of a request. All of it is free when nobody listens, and none of it throws.</summary>
/// <remarks>
/// The request's span covers all its attempts and has kind <see cref="ActivityKind.Client"/>, as the GenAI conventions
/// want it for a model in another process; the steps below it are internal. Nothing here sees a prompt or an answer.
/// </remarks>
internal static class GenAiSpans
{
    /// <summary>Starts the span of the request, before its body and thus its model is known.</summary>
    /// <param name="operation">What is asked of the model, as <c>chat</c>; with <see cref="SetModel"/> it makes the name.</param>
    public static Activity? StartRequest(string operation)
    {
        try
        {
            if (!LlmTelemetry.Source.HasListeners()) return null;
            var span = LlmTelemetry.Source.CreateActivity(operation, ActivityKind.Client);
            span?.SetTag(TagNames.OperationName, operation);
            return span?.Start();
        }
        catch (Exception e)
        {
            SpanGuard.Report(e);
            return null;
        }
    }

    /// <summary>Names the request's span after the model that is asked for.</summary>
    /// <param name="span">From <see cref="StartRequest"/>.</param>
    /// <param name="model">In the caller's words; <c>null</c> leaves the name as it is.</param>
    /// <param name="stream">Whether a stream is asked for.</param>
    public static void SetModel(Activity? span, string? model, bool stream)
    {
        try
        {
            if (span is not { IsAllDataRequested: true }) return;
            if (stream) span.SetTag(TagNames.RequestStream, true);
            if (SafeText.Of(model) is not { } name) return;
            span.SetTag(TagNames.RequestModel, name);
            span.DisplayName = $"{span.OperationName} {name}";
        }
        catch (Exception e)
        {
            SpanGuard.Report(e);
        }
    }

    /// <summary>Starts the span of a step, a child of the current one.</summary>
    /// <param name="name">One of <see cref="SpanNames"/>, or another name that begins with <c>llmproxy.</c>.</param>
    public static Activity? StartStep(string name)
    {
        try
        {
            return LlmTelemetry.Source.StartActivity(name);
        }
        catch (Exception e)
        {
            SpanGuard.Report(e);
            return null;
        }
    }

    /// <summary>Starts the span of an attempt.</summary>
    /// <param name="number">Which attempt it is, from 1.</param>
    /// <param name="cluster">The cluster that it goes to.</param>
    public static Activity? StartAttempt(int number, string cluster)
    {
        try
        {
            var span = StartStep(SpanNames.Attempt);
            if (span is not { IsAllDataRequested: true }) return span;
            span.SetTag(TagNames.AttemptNumber, number);
            span.SetTag(TagNames.Cluster, cluster);
            return span;
        }
        catch (Exception e)
        {
            SpanGuard.Report(e);
            return null;
        }
    }

    /// <summary>Fills the span of an attempt and ends it.</summary>
    /// <param name="span">From <see cref="StartAttempt"/>.</param>
    /// <param name="destination">The destination that YARP chose; <c>null</c> when none was.</param>
    /// <param name="status">The provider's status; <c>null</c> when there was no answer.</param>
    /// <param name="outcome">How it ended, from a closed set.</param>
    /// <param name="error">What went wrong, from a closed set; <c>null</c> when nothing did.</param>
    public static void EndAttempt(Activity? span, string? destination, int? status, string outcome, string? error)
    {
        try
        {
            if (span is null) return;
            if (span.IsAllDataRequested)
            {
                SetIfKnown(span, TagNames.Destination, destination);
                if (status is { } code) span.SetTag(TagNames.HttpStatus, code);
                span.SetTag(TagNames.Outcome, outcome);
                SetError(span, error);
            }

            span.Dispose();
        }
        catch (Exception e)
        {
            SpanGuard.Report(e);
        }
    }

    /// <summary>Ends the span of a step.</summary>
    /// <param name="span">From <see cref="StartStep"/>.</param>
    /// <param name="error">What went wrong, from a closed set; <c>null</c> when nothing did.</param>
    public static void EndStep(Activity? span, string? error = null)
    {
        try
        {
            if (span is null) return;
            if (span.IsAllDataRequested) SetError(span, error);
            span.Dispose();
        }
        catch (Exception e)
        {
            SpanGuard.Report(e);
        }
    }

    /// <summary>Fills the request's span and ends it.</summary>
    public static void EndRequest(Activity? span, in RequestFacts facts)
    {
        try
        {
            if (span is null) return;
            if (span.IsAllDataRequested)
            {
                SetRequest(span, facts);
                SetResponse(span, facts);
                SetUsage(span, facts.Usage);
                SetCost(span, facts);
                if (facts.Outcome.IsError()) SetError(span, facts.ErrorType ?? facts.Outcome.ToTag());
            }

            span.Dispose();
            SpanGuard.Succeeded();
        }
        catch (Exception e)
        {
            SpanGuard.Report(e);
        }
    }

    private static void SetRequest(Activity span, in RequestFacts facts)
    {
        SetIfKnown(span, TagNames.ProviderName, facts.Provider);
        span.SetTag(TagNames.RequestId, facts.RequestId);
        span.SetTag(TagNames.Endpoint, facts.Endpoint);
        SetIfKnown(span, TagNames.Route, facts.Route);
        SetIfKnown(span, TagNames.Cluster, facts.Cluster);
        SetIfKnown(span, TagNames.Experiments, facts.Experiments);
        span.SetTag(TagNames.Attempts, facts.Attempts);
        span.SetTag(TagNames.Outcome, facts.Outcome.ToTag());
    }

    private static void SetResponse(Activity span, in RequestFacts facts)
    {
        SetIfKnown(span, TagNames.ResponseModel, SafeText.Of(facts.ResponseModel));
        SetIfKnown(span, TagNames.ResponseId, SafeText.Of(facts.ResponseId));
        if (FinishReasonTags.Of(facts.FinishReason) is { } reasons) span.SetTag(TagNames.FinishReasons, reasons);
        if (facts.FirstToken is { } first) span.SetTag(TagNames.TimeToFirstChunk, first.TotalSeconds);
    }

    private static void SetUsage(Activity span, in TokenUsage usage)
    {
        SetIfKnown(span, TagNames.InputTokens, usage.InputTokens);
        SetIfKnown(span, TagNames.OutputTokens, usage.OutputTokens);
        SetIfKnown(span, TagNames.CacheReadTokens, usage.CachedInputTokens);
        SetIfKnown(span, TagNames.ReasoningTokens, usage.ReasoningTokens);
        if (usage.CacheWriteTokens is null && usage.CacheWriteLongTokens is null) return;
        span.SetTag(TagNames.CacheCreationTokens, (usage.CacheWriteTokens ?? 0) + (usage.CacheWriteLongTokens ?? 0));
    }

    private static void SetCost(Activity span, in RequestFacts facts)
    {
        // A double, since attributes know no decimal numbers; the ledger has the exact figure.
        if (facts.Cost is { } cost) span.SetTag(TagNames.Cost, (double)cost);
        if (facts.IsEstimated) span.SetTag(TagNames.CostEstimated, true);
    }

    private static void SetError(Activity span, string? error)
    {
        if (error is null) return;
        span.SetTag(TagNames.ErrorType, error);
        span.SetStatus(ActivityStatusCode.Error);
    }

    private static void SetIfKnown(Activity span, string name, string? value)
    {
        if (value is not null) span.SetTag(name, value);
    }

    private static void SetIfKnown(Activity span, string name, long? value)
    {
        if (value is { } known) span.SetTag(name, known);
    }
}
