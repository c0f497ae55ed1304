using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails.Masking;
using LlmProxy.Endpoints;
using LlmProxy.Prompts.Evaluations.Content;
using LlmProxy.Prompts.Experiments;
using LlmProxy.Telemetry;

namespace LlmProxy.Prompts.Evaluations;

/// <summary>A request that has ended.</summary>
internal sealed class RequestEntry : IEvaluationEntry
{
    /// <summary>All that is told about it.</summary>
    public required RequestFacts Facts { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What was asked.</summary>
    public required LlmEndpoint Endpoint { get; init; }

    /// <summary>The version of a prompt; <c>null</c>: none.</summary>
    public Core.Prompts.PromptId? Prompt { get; init; }

    /// <summary>The variants that were assigned.</summary>
    public IReadOnlyList<Assignment> Assignments { get; init; } = [];

    /// <summary>Whether a guard has blocked the request or its answer.</summary>
    public bool IsBlocked { get; init; }

    /// <summary>What the guards did, as the ledger keeps it; <c>null</c>: there are none.</summary>
    public string? Guardrails { get; init; }

    /// <summary>What it said and was answered; <c>null</c>: it never got behind its guards, or <see cref="HadNoRoom"/>.</summary>
    public EvaluationCapture? Capture { get; init; }

    /// <summary>What was masked in it; <c>null</c>: nothing.</summary>
    public MaskVault? Masks { get; init; }

    /// <summary>Most characters of content; 0: none is wanted.</summary>
    public int MaxCharacters { get; init; }

    /// <summary>Whether there was no memory for its content.</summary>
    public bool HadNoRoom { get; init; }

    /// <inheritdoc/>
    public bool Write(PooledBuffer output, long maxBytes)
    {
        var (request, answer) = (new RedactedRequest(0, null, HadNoRoom && MaxCharacters > 0 ? OmittedContent.NoRoom : null), new RedactedAnswer());
        var (models, isWhole) = (default(RedactedModels), true);
        try
        {
            using var redactor = new TextRedactor();
            models = RedactedModels.Of(Facts, redactor);
            (request, answer) = Content(redactor, request, answer);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever went wrong: what was not looked at must not be written.
            isWhole = false;
            (request, answer) = (new(0, null, OmittedContent.NotRedacted), default);
        }

        var start = output.Length;
        EvaluationLine.Write(output, this, models, request, answer);
        if (output.Length - start > maxBytes)
        {
            output.Cut(start);
            EvaluationLine.Write(output, this, models, request with { Json = null, Omitted = OmittedContent.TooLong }, answer with { Text = null, IsCut = false });
        }

        return isWhole;
    }

    /// <inheritdoc/>
    public void Dispose() => Capture?.Dispose();

    private (RedactedRequest Request, RedactedAnswer Answer) Content(TextRedactor redactor, RedactedRequest request, RedactedAnswer answer)
    {
        if (Capture is null)
            return (request, answer);
        request = RedactedRequest.Of(Capture.Request, redactor, MaxCharacters);
        if (Facts.Status is >= 200 and < 300 && !Capture.Answer.IsTruncated)
            answer = RedactedAnswer.Of(Endpoint, Facts.Stream, Capture.Answer.Bytes, Masks, redactor, MaxCharacters);
        return (request, answer);
    }
}
