using LlmProxy.Core.Prompts.Rendering;

namespace LlmProxy.Core.Prompts;

/// <summary>One version of a prompt, read and ready to be put around requests. Immutable.</summary>
public sealed class PromptTemplate
{
    private PromptPieces? _pieces;

    /// <summary>Which one it is.</summary>
    public required PromptId Id { get; init; }

    /// <summary>As headers and records name it: <c>name@version</c>.</summary>
    public string Name => Pieces.Name;

    /// <summary>The messages, in order.</summary>
    public required IReadOnlyList<PromptMessage> Messages { get; init; }

    /// <summary>Before which of <see cref="Messages"/> the caller's own messages come; as many as there are: behind all.</summary>
    public required int HistoryAt { get; init; }

    /// <summary>The variables.</summary>
    public IReadOnlyList<PromptVariable> Variables { get; init; } = [];

    /// <summary>What it says beside its messages.</summary>
    public PromptSettings Settings { get; init; } = PromptSettings.None;

    /// <summary>What becomes of the caller's own system messages.</summary>
    public CallerSystem CallerSystem { get; init; }

    /// <summary>What it is for; <c>null</c>: nobody said.</summary>
    public string? Description { get; init; }

    /// <summary>Who wrote it; <c>null</c>: nobody said.</summary>
    public string? Author { get; init; }

    /// <summary>The whole file as it was read, line ends as <c>\n</c>.</summary>
    public required string Source { get; init; }

    /// <summary>SHA-256 of <see cref="Source"/> in UTF-8, 64 lower-case hexadecimal digits: another text is another version.</summary>
    public required string Hash { get; init; }

    /// <summary>What is always said, ready to be written. Made once; two threads may make it twice, and either is right.</summary>
    internal PromptPieces Pieces => _pieces ??= new PromptPieces(this);
}
