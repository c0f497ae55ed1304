using System.Buffers;
using System.Text;
using LlmProxy.Core.Tokens;

namespace LlmProxy.Core.Tests.Tokens;

public sealed class TokenizerTests
{
    public static TheoryData<string> Encodings => [.. Tokenizers.Names];

    [Theory]
    [InlineData("o200k_base", new[] { 13225, 2375 })]
    [InlineData("cl100k_base", new[] { 9906, 1917 })]
    [InlineData("r50k_base", new[] { 15496, 995 })]
    public void EncodeToIds_HelloWorld_PublishedIds(string encoding, int[] expected) =>
        Assert.Equal(expected, Tokenizers.Get(encoding).EncodeToIds("Hello world"));

    [Fact]
    public void EncodeToIds_NameOfSpecialToken_IsTextUnlessAllowed()
    {
        var tokenizer = Tokenizers.Get("cl100k_base");
        Assert.Equal([100257], tokenizer.EncodeToIds("<|endoftext|>", allowSpecial: true));
        Assert.DoesNotContain(100257, tokenizer.EncodeToIds("<|endoftext|>"));
        Assert.Equal("<|endoftext|>", tokenizer.Decode(tokenizer.EncodeToIds("<|endoftext|>")));
    }

    [Fact]
    public void EncodeToIds_HarmonyConversation_HasItsOwnSpecialTokens()
    {
        const string text = "<|start|>user<|message|>Hello<|end|><|reserved_200013|>";
        Assert.Equal([200006, 1428, 200008, 13225, 200007, 200013], Tokenizers.Get("o200k_harmony").EncodeToIds(text, allowSpecial: true));
        Assert.DoesNotContain(200006, Tokenizers.Get("o200k_base").EncodeToIds(text, allowSpecial: true));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void CountTokens_BrokenText_CountsReplacementCharacters(string encoding)
    {
        var tokenizer = Tokenizers.Get(encoding);
        var expected = tokenizer.CountTokens("a\uFFFDb\uFFFD");
        Assert.Equal(expected, tokenizer.CountTokens([(byte)'a', 0xE4, 0xBD, (byte)'b', 0xFF]));
        Assert.Equal(expected, tokenizer.CountTokens("a\uD800b\uDC00"));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void CountTokens_NoText_IsNone(string encoding)
    {
        Assert.Equal(0, Tokenizers.Get(encoding).CountTokens(""));
        Assert.Equal(0, Tokenizers.Get(encoding).CountTokens(ReadOnlySpan<byte>.Empty));
    }

    [Theory]
    [InlineData("r50k_base", 50257)]
    [InlineData("p50k_base", 50281)]
    [InlineData("cl100k_base", 100277)]
    [InlineData("o200k_base", 200019)]
    [InlineData("o200k_harmony", 201088)]
    public void VocabularySize_OfEncoding_IsOneMoreThanTheLargestId(string encoding, int expected)
    {
        var tokenizer = Tokenizers.Get(encoding);
        Assert.Equal(expected, tokenizer.VocabularySize);
        Assert.NotEmpty(tokenizer.Decode([expected - 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([expected]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([-1]));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Decode_PartsOfACharacter_BytesAreExact(string encoding)
    {
        var tokenizer = Tokenizers.Get(encoding);
        var text = Encoding.UTF8.GetBytes("naïve 🏳️‍🌈 ⴰⵣⵓⵍ");
        var ids = new ArrayBufferWriter<int>();
        tokenizer.EncodeToIds(text, ids);
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var id in ids.WrittenSpan)
        {
            tokenizer.Decode([id], bytes);
        }

        Assert.Equal(text, bytes.WrittenSpan);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void CountTokens_Warm_AllocatesNothing(string encoding)
    {
        var tokenizer = Tokenizers.Get(encoding);

        // Whole tokens, merges, long pieces, broken text.
        var text = string.Concat(Enumerable.Repeat("The quick brown Fuchs springt über 日本語のテキスト 12345 …\r\n", 50)) + new string('x', 2_000);
        var utf8 = Encoding.UTF8.GetBytes(text);
        var broken = utf8[..^1001];
        broken[^1] = 0xE4;
        var work = () =>
        {
            tokenizer.CountTokens(utf8);
            tokenizer.CountTokens(broken);
            tokenizer.CountTokens(text);
        };
        work();
        Assert.Equal(0, Allocations.Of(work));
    }
}
