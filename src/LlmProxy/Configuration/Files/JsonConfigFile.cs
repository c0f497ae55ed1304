namespace LlmProxy.Configuration.Files;

/// <summary>A JSON text, flattened the way .NET configuration wants it.</summary>
/// <param name="Values">Values by path; the case of names does not matter.</param>
/// <param name="Names">For every object by path: the names in it, in the order of the text.</param>
internal sealed record JsonConfigFile(
    IReadOnlyDictionary<string, string?> Values, IReadOnlyDictionary<string, IReadOnlyList<string>> Names)
{
    /// <summary>Nothing.</summary>
    public static JsonConfigFile Empty { get; } =
        new(new Dictionary<string, string?>(), new Dictionary<string, IReadOnlyList<string>>());

    /// <summary>The names directly under <paramref name="path"/>, in the order of the text.</summary>
    public IReadOnlyList<string> NamesUnder(string path) => Names.TryGetValue(path, out var names) ? names : [];
}
