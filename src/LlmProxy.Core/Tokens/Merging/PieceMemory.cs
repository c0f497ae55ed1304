namespace LlmProxy.Core.Tokens.Merging;

/// <summary>What <see cref="ShortPiece"/> works in: 4 KiB for each thread that encodes, kept.</summary>
internal sealed class PieceMemory
{
    private const int Length = ShortPiece.MaxBytes + 8;

    [ThreadStatic]
    private static PieceMemory? _ofThread;

    /// <summary>The memory of the current thread. No two texts are encoded on it at once.</summary>
    public static PieceMemory OfThread => _ofThread ??= new PieceMemory();

    /// <summary>The token at each place.</summary>
    public int[] Ids { get; } = new int[Length];

    /// <summary>Where the next token stands.</summary>
    public int[] Next { get; } = new int[Length];

    /// <summary>Where the token before stands.</summary>
    public int[] Previous { get; } = new int[Length];

    /// <summary>Which merge of each token with its next is possible.</summary>
    public int[] Candidates { get; } = new int[Length];
}
