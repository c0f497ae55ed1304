namespace LlmProxy.Load.Traffic;

/// <summary>Plain English of any length, so that bodies compress, tokenise and scan like real ones.</summary>
internal static class FillerText
{
    private const string Sentence =
        "The quick brown fox jumps over the lazy dog, and then it goes home to read a letter about the weather in spring. ";

    /// <summary>Exactly <paramref name="length"/> ASCII characters that need no escape in JSON.</summary>
    public static string Of(int length) =>
        string.Create(length, 0, static (span, _) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = Sentence[i % Sentence.Length];
        });
}
