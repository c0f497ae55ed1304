using System.Text;
using LlmProxy.Balancing.Affinity;

namespace LlmProxy.Tests.Balancing.Affinity;

public sealed class PromptPrefixesTests
{
    private static readonly PrefixKey Key = new(11, 22);

    [Fact]
    public void Prefixes_NextTurn_BeginsWithThoseBefore()
    {
        var first = Of(BalancingFixture.Chat("be brief", "hello"));
        var second = Of(BalancingFixture.Chat("be brief", "hello", "hi", "how are you?"));

        Assert.Equal(2, first.Count);
        Assert.Equal(first, second.Take(2));
        Assert.Equal(4, second.Count);
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"model":"m","stream":false,"temperature":1}""")]
    [InlineData("""{ "temperature" : 0.1, "stop": ["}","]"], "messages" : [ {"role":"user","content":"x"} ] , "n":1 }""")]
    public void Prefixes_OtherSettingsAndOrder_AreTheSame(string body) =>
        Assert.Equal(Of("""{"messages":[{"role":"user","content":"x"}]}"""), Of(body));

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"y"}]}""")]
    [InlineData("""{"tools":[{"type":"function"}],"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("""{"system":"s","messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("""{"input":[{"role":"user","content":"z"}]}""")]
    public void Prefixes_OtherPrompt_Differ(string body) =>
        Assert.NotEqual(Of("""{"messages":[{"role":"user","content":"x"}]}""")[^1].Hash, Of(body)[^1].Hash);

    [Fact]
    public void Prefixes_OtherModel_Differ()
    {
        var body = BalancingFixture.Chat("a");
        Assert.Empty(Of(body, "m").Intersect(Of(body, "n")));
    }

    [Theory]
    [InlineData("system")]
    [InlineData("instructions")]
    public void Prefixes_SystemOutsideOfTheMessages_ComesFirstWhereverItStands(string name)
    {
        var before = Of($$"""{"{{name}}":"be brief","messages":[{"role":"user","content":"x"}]}""");
        var behind = Of($$"""{"messages":[{"role":"user","content":"x"}],"{{name}}":"be brief"}""");
        var other = Of($$"""{"{{name}}":"be brief","messages":[{"role":"user","content":"other"}]}""");

        Assert.Equal(before, behind);
        Assert.Equal(2, before.Count);
        Assert.Equal(before[0], other[0]);
    }

    [Theory]
    [InlineData("prompt")]
    [InlineData("input")]
    public void Prefixes_TextThatGoesOn_SharesItsBlocks(string name)
    {
        var text = string.Concat(Enumerable.Range(0, 700).Select(i => $"{i:000}, ")); // 3,500 bytes
        var first = Of($$"""{"{{name}}":"{{text}}"}""");
        var second = Of($$"""{"{{name}}":"{{text}}and so on"}""");

        Assert.Equal(3, first.Count);
        Assert.Equal(first, second.Take(3));
        Assert.Equal([1_024, 2_048, 3_072], first.Select(mark => mark.Bytes));
    }

    [Fact]
    public void Prefixes_Tokens_AreCutLikeAText()
    {
        var tokens = string.Join(',', Enumerable.Range(1000, 1_000)); // 4,999 bytes
        Assert.Equal(4, Of($$"""{"prompt":[{{tokens}}]}""").Count);
    }

    [Fact]
    public void Prefixes_VeryLong_KeepsTheFirstAndTheLast()
    {
        var texts = Enumerable.Range(0, 300).Select(i => $"message {i}").ToArray();
        var all = Of(BalancingFixture.Chat(texts));
        var next = Of(BalancingFixture.Chat([.. texts, "one more", "and one"]));

        Assert.Equal(PromptPrefixes.Capacity, all.Count);
        Assert.Equal(Of(BalancingFixture.Chat(texts[..16])), all.Take(16));
        Assert.True(all.Zip(all.Skip(1), (a, b) => a.Bytes < b.Bytes).All(grows => grows));
        Assert.Contains(all[^1], next);
    }

    [Fact]
    public void Prefixes_QuotesAndBracketsInTexts_DoNotEndThem()
    {
        var marks = Of("""{"x":"\\\"}],{","messages":[{"content":"a \"quoted\" ]} \\"},{"content":[{"text":"[b"}]}],"y":{"messages":1}}""");

        Assert.Equal(2, marks.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1,2]")]
    [InlineData("""{"model":"m","prompt":"short"}""")]
    [InlineData("""{"messages":[]}""")]
    [InlineData("""{"messages":null}""")]
    [InlineData("{\"messages\":[{\"a\":")]
    [InlineData("{\"messages\":[:")]
    [InlineData("{\"messages")]
    [InlineData("{\"messages\"")]
    [InlineData("{\"messages\":\"")]
    [InlineData("{\"prompt\":\"")]
    public void Prefixes_NothingToGoBy_DoesNoHarm(string body) => Assert.InRange(Of(body).Count, 0, 1);

    [Fact]
    public void Hash_EveryLengthAndEveryByte_Differs()
    {
        var text = Enumerable.Range(0, 70).Select(i => (byte)i).ToArray();
        var hashes = new HashSet<ulong>();
        for (var length = 0; length <= text.Length; length++)
            Assert.True(hashes.Add(Key.Hash(text.AsSpan(0, length), 0)));
        for (var at = 0; at < text.Length; at++)
        {
            text[at] ^= 0x40;
            Assert.True(hashes.Add(Key.Hash(text, 0)));
            text[at] ^= 0x40;
        }
    }

    [Fact]
    public void Hash_AnotherKey_IsAnother() => Assert.NotEqual(Key.Hash("text"u8, 0), PrefixKey.Random().Hash("text"u8, 0));

    private static List<PrefixMark> Of(string body) => Of(Encoding.UTF8.GetBytes(body));

    private static List<PrefixMark> Of(byte[] body, string model = "m")
    {
        var prefixes = new PromptPrefixes(Key, model, PromptParts.Find(body), new PrefixMark[PromptPrefixes.Capacity]);
        var marks = new List<PrefixMark>();
        for (var i = 0; i < prefixes.Count; i++)
            marks.Add(prefixes[i]);
        return marks;
    }
}
