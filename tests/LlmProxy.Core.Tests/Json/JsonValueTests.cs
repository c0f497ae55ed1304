using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Tests.Json;

public class JsonValueTests
{
    [Fact]
    public void Members_NestedDocument_NamesEachValueAndItsPlace()
    {
        var document = """ { "a" : { "x" : [ "}" , 1 ] } , "b\u0031" : "q\"\\" , "c":-1.5,"d":null,"e":[ ] } """;
        var bytes = Encoding.UTF8.GetBytes(document);
        Assert.True(JsonValue.TryParseObject(bytes, out var root));

        var members = root.Members();
        foreach (var (name, expected) in new[]
        {
            ("a", """{ "x" : [ "}" , 1 ] }"""), ("b1", "\"q\\\"\\\\\""), ("c", "-1.5"), ("d", "null"), ("e", "[ ]"),
        })
        {
            Assert.True(members.Next());
            Assert.True(members.NameIs(Encoding.UTF8.GetBytes(name)));
            Assert.Equal(expected, Encoding.UTF8.GetString(members.Value.Bytes));
            Assert.Equal(expected, Encoding.UTF8.GetString(bytes.AsSpan(members.Value.Range)));
        }

        Assert.False(members.Next());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1}}")]
    [InlineData("{\"a\":tru}")]
    [InlineData("{a:1}")]
    [InlineData("{\"a\":\"\\q\"}")]
    public void TryParseObject_NotOneObject_IsFalse(string document) =>
        Assert.False(JsonValue.TryParseObject(Encoding.UTF8.GetBytes(document), out _));

    [Theory]
    [InlineData("0", 0L, true)]
    [InlineData("9223372036854775807", long.MaxValue, true)]
    [InlineData("-5", -5L, true)]
    [InlineData("9223372036854775808", 0L, false)]
    [InlineData("1.0", 0L, false)]
    [InlineData("1e3", 0L, false)]
    [InlineData("\"1\"", 0L, false)]
    [InlineData("null", 0L, false)]
    public void TryGetInt64_AnyValue_TakesWholeNumbersOnly(string value, long expected, bool isNumber)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Assert.Equal(isNumber, new JsonValue(bytes, 0, bytes.Length).TryGetInt64(out var number));
        Assert.Equal(isNumber ? expected : number, number);
    }

    [Theory]
    [InlineData("null", false)]
    [InlineData("\"\"", false)]
    [InlineData("[ ]", false)]
    [InlineData("{ }", false)]
    [InlineData("\"a\"", true)]
    [InlineData("[0]", true)]
    [InlineData("{\"a\":1}", true)]
    [InlineData("0", true)]
    [InlineData("false", true)]
    public void HasContent_AnyValue_IsFalseWhereItSaysNothing(string value, bool expected)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Assert.Equal(expected, new JsonValue(bytes, 0, bytes.Length).HasContent);
    }

    [Fact]
    public void GetText_WithoutEscapes_IsASliceOfTheDocument()
    {
        using var scratch = new PooledBuffer();
        var bytes = "\"plain\""u8.ToArray();
        var text = new JsonValue(bytes, 0, bytes.Length).GetText(scratch);
        Assert.True(text.Overlaps(bytes));
        Assert.True(text.SequenceEqual("plain"u8));
        Assert.Equal(0, scratch.Length);
    }
}
