using System.Text;
using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Tests.Requests;

public sealed class IdLikeReaderTests
{
    [Theory]
    [InlineData("""{"source":{"id":"evalrun_1"},"input":[{"type":"item_reference","id":"msg-1"}]}""", "evalrun_1 item_reference msg-1")]
    [InlineData("""{"video":{"id":"video\u005f1"}}""", "video_1")]
    [InlineData("""{"metadata":{"x":"a_b"}}""", "a_b")]
    [InlineData("""["a_b",["c-d"]]""", "a_b c-d")]
    public void Next_TextsInTheFormOfAnId_FindsThemAll(string body, string expected) => Assert.Equal(expected, string.Join(' ', Ids(body)));

    [Theory]
    [InlineData("""{"a":"see file-1 there","b":"plain","c":"_","d":"a.b_c","e":"","f_g":1}""")]
    [InlineData("""{"model":"gpt-4o","x":{"model":"gpt-4o"}}""")]
    [InlineData("""{"a":"\ud800_","b":"é_é"}""")]
    public void Next_OtherTexts_AreNone(string body) => Assert.Empty(Ids(body));

    [Fact]
    public void Next_Length_IsBoundedAt128()
    {
        Assert.Single(Ids($$"""{"a":"{{new string('_', 128)}}"}"""));
        Assert.Empty(Ids($$"""{"a":"{{new string('_', 129)}}"}"""));
        Assert.Single(Ids($$"""{"a":"{{string.Concat(Enumerable.Repeat("\\u005f", 128))}}"}"""));
    }

    private static List<string> Ids(string body)
    {
        var buffer = new char[IdLikeReader.BufferLength];
        var ids = new List<string>();
        var reader = new IdLikeReader(Encoding.UTF8.GetBytes(body));
        while (reader.Next(buffer, out var length))
            ids.Add(new string(buffer, 0, length));
        return ids;
    }
}
