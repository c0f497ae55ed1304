using System.Diagnostics;
using System.Globalization;

namespace LlmProxy.Core.Tokens;

/// <summary>Which special tokens each encoding has.</summary>
internal static class EncodingSpecialTokens
{
    private const int FirstReserved = 200000;
    private const int LastReserved = 201087;

    /// <summary>The special tokens of <paramref name="encoding"/>.</summary>
    public static SpecialTokens Of(string encoding) => new(encoding switch
    {
        EncodingNames.R50kBase or EncodingNames.P50kBase => [("<|endoftext|>", 50256)],
        EncodingNames.Cl100kBase =>
        [
            ("<|endoftext|>", 100257), ("<|fim_prefix|>", 100258), ("<|fim_middle|>", 100259), ("<|fim_suffix|>", 100260),
            ("<|endofprompt|>", 100276),
        ],
        EncodingNames.O200kBase => [("<|endoftext|>", 199999), ("<|endofprompt|>", 200018)],
        EncodingNames.O200kHarmony => Harmony(),
        _ => throw new UnreachableException($"Encoding '{encoding}' has no list of special tokens."),
    });

    private static IEnumerable<(string Name, int Id)> Harmony()
    {
        (string Name, int Id)[] named =
        [
            ("<|startoftext|>", 199998), ("<|endoftext|>", 199999), ("<|return|>", 200002), ("<|constrain|>", 200003),
            ("<|channel|>", 200005), ("<|start|>", 200006), ("<|end|>", 200007), ("<|message|>", 200008), ("<|call|>", 200012),
            ("<|endofprompt|>", 200018),
        ];

        // What has no name of its own is called by its number; 200018 goes by both.
        var taken = named.Select(token => token.Id).Where(id => id != 200018).ToHashSet();
        var reserved = Enumerable.Range(FirstReserved, LastReserved - FirstReserved + 1)
            .Where(id => !taken.Contains(id))
            .Select(id => (string.Create(CultureInfo.InvariantCulture, $"<|reserved_{id}|>"), id));
        return named.Concat(reserved);
    }
}
