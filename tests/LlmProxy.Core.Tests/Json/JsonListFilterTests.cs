using System.Text;
using System.Text.Json;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Tests.Json;

public sealed class JsonListFilterTests
{
    [Theory]
    [InlineData("""{"object":"list","data":[{"id":"mine1","x":{"id":"other"}},{"id":"other1"},{"x":[1],"id":"mine2"}],"has_more":true}""",
        """{"object":"list","data":[{"id":"mine1","x":{"id":"other"}},{"x":[1],"id":"mine2"}],"has_more":true}""")]
    [InlineData("""{"data": [ {"id":"other1"} , {"id":"other2"} ] }""", """{"data": [] }""")]
    [InlineData("""[{"id":"other"},{"id":"mine"},{"id":"other"}]""", """[{"id":"mine"}]""")]
    [InlineData("""{"first_id":"other1","data":[{"id":"other1"},{"id":"mine1"},{"id":"mine2"},{"id":"other2"}],"last_id":"other2"}""",
        """{"first_id":"mine1","data":[{"id":"mine1"},{"id":"mine2"}],"last_id":"mine2"}""")]
    [InlineData("""{"data":[{"id":"other"}],"first_id":"other","last_id":"other"}""", """{"data":[],"first_id":null,"last_id":null}""")]
    [InlineData("""{"data":[{"name":"no id"},{"id":7},3]}""", """{"data":[]}""")]
    [InlineData("""{"tags":["a",{"x":1}],"files":[{"id":"other"},{"id":"mine"}]}""", """{"tags":["a",{"x":1}],"files":[{"id":"mine"}]}""")]
    [InlineData("""{"d\u0061ta":[{"\u0069d":"oth\u0065r"}]}""", """{"d\u0061ta":[]}""")]
    [InlineData("""{"id":"other","object":"thing"}""", """{"id":"other","object":"thing"}""")]
    public void Write_List_KeepsWhatMayBeSeen(string json, string expected)
    {
        using var output = new PooledBuffer();

        JsonListFilter.Write(Encoding.UTF8.GetBytes(json), id => id is not null && id.StartsWith("mine", StringComparison.Ordinal), output);

        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("""{"data":[{"id":"a"}""")]
    [InlineData("<html>")]
    [InlineData("""{"data":[{"id":"\ud800"}]}""")]
    public void Write_NoJson_Throws(string json)
    {
        using var output = new PooledBuffer();

        Assert.ThrowsAny<JsonException>(() => JsonListFilter.Write(Encoding.UTF8.GetBytes(json), _ => true, output));
    }

    [Fact]
    public void Write_EverythingKept_ChangesOnlySpaceBetweenItems()
    {
        using var output = new PooledBuffer();

        JsonListFilter.Write("""{ "data" : [ {"id":"a", "n": 1.0e3} , null ] , "x" : "\u00e9" }"""u8, _ => true, output);

        Assert.Equal("""{ "data" : [{"id":"a", "n": 1.0e3},null] , "x" : "\u00e9" }""", Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
