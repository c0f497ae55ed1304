namespace LlmProxy.Core.Requests;

/// <summary>A place in a body.</summary>
/// <param name="Start">The first byte's offset.</param>
/// <param name="Length">How many bytes; 0 means nothing is there.</param>
public readonly record struct ByteRange(int Start, int Length)
{
    /// <summary>The offset behind the last byte.</summary>
    public int End => Start + Length;

    /// <summary>Whether nothing is there.</summary>
    public bool IsEmpty => Length == 0;
}
