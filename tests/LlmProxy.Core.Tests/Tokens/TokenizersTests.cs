using LlmProxy.Core.Tokens;

namespace LlmProxy.Core.Tests.Tokens;

public sealed class TokenizersTests
{
    [Fact]
    public void Get_EachName_OneTokenizerForAllThreads()
    {
        foreach (var name in Tokenizers.Names)
        {
            var all = new Tokenizer[16];
            Parallel.For(0, all.Length, i => all[i] = Tokenizers.Get(name));
            Assert.Equal(name, Assert.Single(all.Distinct()).Encoding);
        }
    }

    [Fact]
    public void Get_UnknownEncoding_SaysWhichThereAre()
    {
        var error = Assert.Throws<ArgumentException>(() => Tokenizers.Get("o300k_base"));
        Assert.Contains("'o300k_base' is no known encoding; there are o200k_base, o200k_harmony, cl100k_base, p50k_base, r50k_base.", error.Message, StringComparison.Ordinal);
        Assert.False(Tokenizers.TryGet("o300k_base", out _));
        Assert.False(Tokenizers.TryGet(null, out _));
    }

    [Fact]
    public void CountTokens_ManyThreads_SameCount()
    {
        var tokenizer = Tokenizers.Get("o200k_base");
        var text = string.Concat(Enumerable.Range(0, 300).Select(i => $"Zeile {i}: Donaudampfschifffahrt 東京都{i}区 "));
        var expected = tokenizer.EncodeToIds(text).Count;
        Parallel.For(0, 64, _ => Assert.Equal(expected, tokenizer.CountTokens(text)));
    }

    [Theory]
    [InlineData("gpt-4o", "o200k_base")]
    [InlineData("gpt-4o-mini-2024-07-18", "o200k_base")]
    [InlineData("chatgpt-4o-latest", "o200k_base")]
    [InlineData("gpt-4.1-nano", "o200k_base")]
    [InlineData("gpt-4.5-preview", "o200k_base")]
    [InlineData("gpt-5", "o200k_base")]
    [InlineData("gpt-5.4-mini", "o200k_base")]
    [InlineData("o1", "o200k_base")]
    [InlineData("o3-mini", "o200k_base")]
    [InlineData("o4-mini-2025-04-16", "o200k_base")]
    [InlineData("gpt-oss-120b", "o200k_harmony")]
    [InlineData("openai/gpt-oss-20b:free", "o200k_harmony")]
    [InlineData("openai.gpt-oss-120b-1:0", "o200k_harmony")]
    [InlineData("gpt-4", "cl100k_base")]
    [InlineData("gpt-4-turbo", "cl100k_base")]
    [InlineData("GPT-4-32k", "cl100k_base")]
    [InlineData("gpt-3.5-turbo-0125", "cl100k_base")]
    [InlineData("gpt-35-turbo", "cl100k_base")]
    [InlineData("azure/gpt-35-turbo-16k", "cl100k_base")]
    [InlineData("text-embedding-3-large", "cl100k_base")]
    [InlineData("text-embedding-ada-002", "cl100k_base")]
    [InlineData("davinci-002", "cl100k_base")]
    [InlineData("babbage-002", "cl100k_base")]
    [InlineData("ft:gpt-4o-mini-2024-07-18:acme::id", "o200k_base")]
    [InlineData("ft:gpt-3.5-turbo-0125:acme::id", "cl100k_base")]
    [InlineData("ft:davinci-002:acme::id", "cl100k_base")]
    [InlineData("text-davinci-003", "p50k_base")]
    [InlineData("code-davinci-002", "p50k_base")]
    [InlineData("text-davinci-001", "r50k_base")]
    [InlineData("davinci", "r50k_base")]
    [InlineData("gpt2", "r50k_base")]
    [InlineData("claude-sonnet-4-20250514", null)]
    [InlineData("gemini-2.5-pro", null)]
    [InlineData("text-embedding-004", null)]
    [InlineData("o100", null)]
    [InlineData("gpt-40", null)]
    [InlineData("", null)]
    public void ForModel_Name_HasEncoding(string model, string? expected) => Assert.Equal(expected, Tokenizers.ForModel(model)?.Encoding);
}
