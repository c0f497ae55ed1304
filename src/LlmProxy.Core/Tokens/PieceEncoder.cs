namespace LlmProxy.Core.Tokens;

/// <summary>Encodes valid UTF-8 with one vocabulary and one pattern.</summary>
internal abstract class PieceEncoder
{
    /// <summary>Encodes <paramref name="text"/>.</summary>
    /// <param name="text">Valid UTF-8; may be empty.</param>
    /// <param name="sink">Takes the tokens.</param>
    public abstract void Encode(scoped ReadOnlySpan<byte> text, ref TokenSink sink);

    /// <summary>Encodes <paramref name="text"/> until the sink has more than <paramref name="most"/> tokens, at the end of a piece.</summary>
    /// <param name="text">Valid UTF-8; may be empty.</param>
    /// <param name="sink">Takes the tokens.</param>
    /// <param name="most">How many are enough.</param>
    public abstract void EncodeUpTo(scoped ReadOnlySpan<byte> text, ref TokenSink sink, long most);
}
