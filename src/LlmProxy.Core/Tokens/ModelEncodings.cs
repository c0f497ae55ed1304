namespace LlmProxy.Core.Tokens;

/// <summary>Which encoding a model has, by the longest beginning of its name that is known.</summary>
/// <remarks>From OpenAI's list in tiktoken (<c>tiktoken/model.py</c>, MIT); text-davinci-edit models are left out.</remarks>
internal static class ModelEncodings
{
    // Longer beginnings come before shorter ones that they continue.
    private static readonly (string Prefix, string Encoding)[] Prefixes = new (string Prefix, string Encoding)[]
    {
        ("gpt-oss", EncodingNames.O200kHarmony),
        ("gpt-5", EncodingNames.O200kBase),
        ("gpt-4.5", EncodingNames.O200kBase),
        ("gpt-4.1", EncodingNames.O200kBase),
        ("gpt-4o", EncodingNames.O200kBase),
        ("chatgpt-4o", EncodingNames.O200kBase),
        ("o1", EncodingNames.O200kBase),
        ("o3", EncodingNames.O200kBase),
        ("o4", EncodingNames.O200kBase),
        ("codex-mini", EncodingNames.O200kBase),
        ("gpt-4", EncodingNames.Cl100kBase),
        ("gpt-3.5", EncodingNames.Cl100kBase),
        ("gpt-35", EncodingNames.Cl100kBase),
        ("text-embedding-ada-", EncodingNames.Cl100kBase),
        ("text-embedding-3-", EncodingNames.Cl100kBase),
        ("davinci-002", EncodingNames.Cl100kBase),
        ("babbage-002", EncodingNames.Cl100kBase),
        ("text-davinci-003", EncodingNames.P50kBase),
        ("text-davinci-002", EncodingNames.P50kBase),
        ("code-davinci-", EncodingNames.P50kBase),
        ("code-cushman-", EncodingNames.P50kBase),
        ("davinci-codex", EncodingNames.P50kBase),
        ("cushman-codex", EncodingNames.P50kBase),
        ("text-davinci-001", EncodingNames.R50kBase),
        ("text-curie-", EncodingNames.R50kBase),
        ("text-babbage-", EncodingNames.R50kBase),
        ("text-ada-", EncodingNames.R50kBase),
        ("text-similarity-", EncodingNames.R50kBase),
        ("text-search-", EncodingNames.R50kBase),
        ("code-search-", EncodingNames.R50kBase),
        ("davinci", EncodingNames.R50kBase),
        ("curie", EncodingNames.R50kBase),
        ("babbage", EncodingNames.R50kBase),
        ("ada", EncodingNames.R50kBase),
        ("gpt2", EncodingNames.R50kBase),
        ("gpt-2", EncodingNames.R50kBase),
    }.OrderByDescending(entry => entry.Prefix.Length).ToArray();

    /// <summary>The encoding of <paramref name="model"/>, or null.</summary>
    public static string? Find(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var name = Bare(model);
        foreach (var (prefix, encoding) in Prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && EndsWord(name, prefix))
            {
                return encoding;
            }
        }

        return null;
    }

    // "o1" is no beginning of "o100", but "gpt-4o" is one of "gpt-4o-mini" and "gpt-35" of "gpt-35-turbo".
    private static bool EndsWord(ReadOnlySpan<char> name, string prefix) =>
        name.Length == prefix.Length || !char.IsAsciiLetterOrDigit(prefix[^1]) || !char.IsAsciiLetterOrDigit(name[prefix.Length]);

    // "openai/", Bedrock's "openai." and "ft:" come before the model's own name.
    internal static ReadOnlySpan<char> Bare(ReadOnlySpan<char> model)
    {
        var name = model[(model.LastIndexOf('/') + 1)..];
        name = Without(name, "openai.");
        return Without(name, "ft:");
    }

    private static ReadOnlySpan<char> Without(ReadOnlySpan<char> name, ReadOnlySpan<char> start) =>
        name.StartsWith(start, StringComparison.OrdinalIgnoreCase) ? name[start.Length..] : name;
}
