using System.Text.Json;
using LlmProxy.Sandbox.Answers;

namespace LlmProxy.FunctionalTests.Sandbox;

public sealed class SchemaExampleTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "\"sandbox\"")]
    [InlineData("""{"type":"string","minLength":9}""", "\"sandboxxx\"")]
    [InlineData("""{"type":"string","maxLength":3}""", "\"san\"")]
    [InlineData("""{"type":"string","format":"date"}""", "\"2025-06-15\"")]
    [InlineData("""{"type":"integer","minimum":5}""", "5")]
    [InlineData("""{"type":"integer","exclusiveMinimum":5}""", "6")]
    [InlineData("""{"type":"integer","maximum":-3}""", "-3")]
    [InlineData("""{"type":"number","exclusiveMaximum":1}""", "0")]
    [InlineData("""{"type":"integer","minimum":5,"multipleOf":4}""", "8")]
    [InlineData("""{"type":"boolean"}""", "true")]
    [InlineData("""{"type":"null"}""", "null")]
    [InlineData("""{"type":["null","string"]}""", "\"sandbox\"")]
    [InlineData("""{"const":[1]}""", "[1]")]
    [InlineData("""{"enum":["b","a"]}""", "\"b\"")]
    [InlineData("""{"anyOf":[{"type":"null"},{"type":"string"}]}""", "null")]
    [InlineData("""{"oneOf":[{"const":2},{"const":1}]}""", "2")]
    [InlineData("""{"type":"array","items":{"const":1}}""", "[]")]
    [InlineData("""{"type":"array","items":{"const":1},"minItems":2}""", "[1,1]")]
    [InlineData("""{"properties":{"a":{"const":1},"b":{"const":2}},"required":["b"]}""", """{"b":2}""")]
    [InlineData("""{"properties":{"a":{"const":1},"b":{"const":2}}}""", """{"a":1,"b":2}""")]
    [InlineData("""{"allOf":[{"properties":{"a":{"const":1}}},{"properties":{"b":{"const":2}}}]}""", """{"a":1,"b":2}""")]
    [InlineData("""{"$ref":"#/$defs/x","$defs":{"x":{"const":7}}}""", "7")]
    public void For_Schema_IsItsSmallestValue(string schema, string value)
    {
        using var document = JsonDocument.Parse(schema);

        Assert.Equal(value, SchemaExample.For(document.RootElement));
    }

    [Fact]
    public void For_SchemaThatRequiresItself_ComesToAnEnd()
    {
        using var document = JsonDocument.Parse("""{"properties":{"again":{"$ref":"#"}},"required":["again"]}""");

        var value = SchemaExample.For(document.RootElement);

        Assert.StartsWith("""{"again":{"again":""", value, StringComparison.Ordinal);
        JsonDocument.Parse(value).Dispose();
    }

    [Fact]
    public void For_NoSchema_IsAnEmptyObject() => Assert.Equal("{}", SchemaExample.For(default));
}
