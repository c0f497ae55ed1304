using LlmProxy.Core.Tokens.Prompts.Images;

namespace LlmProxy.Core.Tokens.Prompts;

/// <summary>All that the prompts of one model are counted by.</summary>
/// <param name="Encoding">Its own, or the one that stands in for it.</param>
/// <param name="Chat">What its chat format adds.</param>
/// <param name="Images">What images are.</param>
/// <param name="HasTokenizer">Whether <paramref name="Encoding"/> is its own.</param>
public sealed record PromptModel(string Encoding, ChatRules Chat, ImageRules Images, bool HasTokenizer)
{
    /// <summary>What counts texts; its vocabulary is loaded when it is first asked for, and not where bounds are enough.</summary>
    public Tokenizer Tokenizer => Tokenizers.Get(Encoding);

    /// <summary>The rules for <paramref name="model"/>; a model without a public tokenizer is counted by <c>o200k_base</c>, which is nearest to most.</summary>
    public static PromptModel For(string model)
    {
        var own = ModelEncodings.Find(model);
        return new PromptModel(own ?? EncodingNames.O200kBase, ChatRules.For(model), ImageRules.For(model), own is not null);
    }
}
