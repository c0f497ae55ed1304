namespace LlmProxy.Core.Tokens.Patterns;

/// <summary>Cuts text into the pieces that are encoded each for itself.</summary>
/// <remarks>
/// Written by hand after a regular expression, with its order of alternatives and what its backtracking comes to, and no
/// backtracking of its own. Implemented by structures without fields, so that the encoder is compiled for each.
/// </remarks>
internal interface IPattern
{
    /// <summary>Where the piece ends that begins at <paramref name="start"/>.</summary>
    /// <param name="text">Valid UTF-8, to its end: whether anything follows matters.</param>
    /// <param name="start">Inside the text, where a character begins.</param>
    /// <returns>More than <paramref name="start"/>.</returns>
    static abstract int EndOfPiece(ReadOnlySpan<byte> text, int start);
}
