namespace LlmProxy.Configuration.Reading;

/// <summary>
/// A configuration provider that knows the order in which names were written; the framework lists them by the alphabet.
/// </summary>
internal interface IKeyOrder
{
    /// <summary>The names directly under <paramref name="path"/>, in the order of the file.</summary>
    IReadOnlyList<string> NamesUnder(string path);
}
