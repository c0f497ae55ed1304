namespace LlmProxy.Host.Prompts.Experiments;

/// <summary>What is sent to <c>POST /v1/experiments/{name}/resume</c>.</summary>
internal sealed class ResumeRequest
{
    /// <summary>The variant.</summary>
    public string? Variant { get; init; }

    /// <summary>Who says so.</summary>
    public string? Author { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}
