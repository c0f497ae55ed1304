using System.Text;
using System.Text.Json;
using LlmProxy.Core.Guardrails.Schemas;

namespace LlmProxy.Core.Tests.Guardrails.Schemas;

public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("""{"type":"object"}""", "{}", null)]
    [InlineData("""{"type":"object"}""", "[]", "#/type")]
    [InlineData("""{"type":["string","null"]}""", "null", null)]
    [InlineData("""{"type":["string","null"]}""", "1", "#/type")]
    [InlineData("""{"type":"boolean"}""", "false", null)]
    [InlineData("""{"type":"boolean"}""", "0", "#/type")]
    [InlineData("""{"type":"integer"}""", "1.0", null)]
    [InlineData("""{"type":"integer"}""", "1e300", null)]
    [InlineData("""{"type":"integer"}""", "1.5", "#/type")]
    [InlineData("""{"type":"number"}""", "1", null)]
    [InlineData("""{"const":{"a":[1,2]}}""", """{ "a": [ 1.0, 2 ] }""", null)]
    [InlineData("""{"const":{"a":[1,2]}}""", """{"a":[2,1]}""", "#/const")]
    [InlineData("""{"enum":["a",1,null]}""", "1", null)]
    [InlineData("""{"enum":["a",1,null]}""", "\"1\"", "#/enum")]
    [InlineData("true", "1", null)]
    [InlineData("false", "1", "#")]
    [InlineData("{}", "1", null)]
    public void Check_AnyValue_TellsTheKeyword(string schema, string value, string? expected) => Assert.Equal(expected, Check(schema, value));

    [Theory]
    [InlineData("""{"minimum":1}""", "1", null)]
    [InlineData("""{"minimum":1}""", "0.999", "#/minimum")]
    [InlineData("""{"maximum":1}""", "1", null)]
    [InlineData("""{"maximum":1}""", "1.001", "#/maximum")]
    [InlineData("""{"exclusiveMinimum":1}""", "1", "#/exclusiveMinimum")]
    [InlineData("""{"exclusiveMaximum":1}""", "1", "#/exclusiveMaximum")]
    [InlineData("""{"minimum":1,"exclusiveMinimum":true}""", "1", "#/minimum")]
    [InlineData("""{"maximum":1,"exclusiveMaximum":true}""", "1", "#/maximum")]
    [InlineData("""{"maximum":1,"exclusiveMaximum":false}""", "1", null)]
    [InlineData("""{"minimum":1}""", "\"0\"", null)]
    [InlineData("""{"multipleOf":0.1}""", "0.3", null)]
    [InlineData("""{"multipleOf":0.1}""", "0.35", "#/multipleOf")]
    [InlineData("""{"maximum":1e300}""", "1e301", "#/maximum")]
    public void Check_Numbers_AreComparedByValue(string schema, string value, string? expected) => Assert.Equal(expected, Check(schema, value));

    [Theory]
    [InlineData("""{"minLength":2}""", "\"ab\"", null)]
    [InlineData("""{"minLength":2}""", "\"😀\"", "#/minLength")]
    [InlineData("""{"maxLength":1}""", "\"😀\"", null)]
    [InlineData("""{"maxLength":1}""", "\"ab\"", "#/maxLength")]
    [InlineData("""{"pattern":"^a+$"}""", "\"aa\"", null)]
    [InlineData("""{"pattern":"b"}""", "\"abc\"", null)]
    [InlineData("""{"pattern":"^a+$"}""", "\"ab\"", "#/pattern")]
    [InlineData("""{"pattern":"^a+$"}""", "1", null)]
    [InlineData("""{"minLength":1}""", "\"\\ud800\"", "#")]
    public void Check_Strings_AreMeasuredInCodePoints(string schema, string value, string? expected) => Assert.Equal(expected, Check(schema, value));

    [Theory]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"a":"x","b":1}""", null)]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"a":1}""", "#/properties/a/type")]
    [InlineData("""{"properties":{"a/b~c":{"type":"string"}}}""", """{"a/b~c":1}""", "#/properties/a~1b~0c/type")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"a":1,"a":"x"}""", "#/properties/a/type")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""", """{"a":1}""", null)]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""", """{"b":1}""", "#/additionalProperties")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", """{"b":1}""", "#/additionalProperties/type")]
    [InlineData("""{"patternProperties":{"^x-":{"type":"string"}},"additionalProperties":false}""", """{"x-a":"b"}""", null)]
    [InlineData("""{"patternProperties":{"^x-":{"type":"string"}},"additionalProperties":false}""", """{"x-a":1}""", "#/patternProperties/^x-/type")]
    [InlineData("""{"patternProperties":{"^x-":{"type":"string"}},"additionalProperties":false}""", """{"y":1}""", "#/additionalProperties")]
    [InlineData("""{"required":["a"]}""", """{"a":null}""", null)]
    [InlineData("""{"required":["a"]}""", "{}", "#/required")]
    [InlineData("""{"required":["a"]}""", "[]", null)]
    [InlineData("""{"minProperties":1}""", "{}", "#/minProperties")]
    [InlineData("""{"maxProperties":1}""", """{"a":1,"b":2}""", "#/maxProperties")]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", """{"ab":1}""", "#/propertyNames")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"a":1}""", "#/dependentRequired/a")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"b":1}""", null)]
    [InlineData("""{"dependentSchemas":{"a":{"minProperties":2}}}""", """{"a":1}""", "#/dependentSchemas/a")]
    [InlineData("""{"dependencies":{"a":["b"],"c":{"minProperties":2}}}""", """{"c":1}""", "#/dependencies/c")]
    public void Check_Objects_AreCheckedMemberByMember(string schema, string value, string? expected) => Assert.Equal(expected, Check(schema, value));

    [Theory]
    [InlineData("""{"items":{"type":"integer"}}""", "[1,2]", null)]
    [InlineData("""{"items":{"type":"integer"}}""", "[1,\"2\"]", "#/items/type")]
    [InlineData("""{"prefixItems":[{"type":"integer"}],"items":{"type":"string"}}""", "[1,\"a\"]", null)]
    [InlineData("""{"prefixItems":[{"type":"integer"}],"items":{"type":"string"}}""", "[1,2]", "#/items/type")]
    [InlineData("""{"prefixItems":[{"type":"integer"}],"items":false}""", "[1,2]", "#/items")]
    [InlineData("""{"items":[{"type":"integer"}],"additionalItems":false}""", "[1,2]", "#/additionalItems")]
    [InlineData("""{"minItems":1}""", "[]", "#/minItems")]
    [InlineData("""{"maxItems":1}""", "[1,2]", "#/maxItems")]
    [InlineData("""{"uniqueItems":true}""", "[1,\"1\",[1]]", null)]
    [InlineData("""{"uniqueItems":true}""", "[{\"a\":1},{\"a\":1.0}]", "#/uniqueItems")]
    [InlineData("""{"contains":{"type":"integer"}}""", "[\"a\",1]", null)]
    [InlineData("""{"contains":{"type":"integer"}}""", "[\"a\"]", "#/contains")]
    [InlineData("""{"contains":{"type":"integer"},"minContains":0}""", "[]", null)]
    [InlineData("""{"contains":{"type":"integer"},"maxContains":1}""", "[1,2]", "#/contains")]
    public void Check_Lists_AreCheckedItemByItem(string schema, string value, string? expected) => Assert.Equal(expected, Check(schema, value));

    [Theory]
    [InlineData("""{"allOf":[{"type":"integer"},{"minimum":3}]}""", "2", "#/allOf/1/minimum")]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"null"}]}""", "null", null)]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"null"}]}""", "\"a\"", "#/anyOf")]
    [InlineData("""{"oneOf":[{"minimum":1},{"maximum":3}]}""", "2", "#/oneOf")]
    [InlineData("""{"oneOf":[{"minimum":1},{"maximum":3}]}""", "4", null)]
    [InlineData("""{"not":{"type":"integer"}}""", "1", "#/not")]
    [InlineData("""{"if":{"minimum":10},"then":{"multipleOf":10},"else":{"multipleOf":2}}""", "20", null)]
    [InlineData("""{"if":{"minimum":10},"then":{"multipleOf":10},"else":{"multipleOf":2}}""", "12", "#/then/multipleOf")]
    [InlineData("""{"if":{"minimum":10},"then":{"multipleOf":10},"else":{"multipleOf":2}}""", "3", "#/else/multipleOf")]
    [InlineData("""{"$ref":"#/$defs/age","$defs":{"age":{"minimum":0}}}""", "-1", "#/$defs/age/minimum")]
    [InlineData("""{"$ref":"#/definitions/a%20b","definitions":{"a b":{"minimum":0}}}""", "-1", "#/definitions/a b/minimum")]
    [InlineData("""{"$defs":{"n":{"properties":{"next":{"$ref":"#/$defs/n"}},"additionalProperties":false}},"$ref":"#/$defs/n"}""", """{"next":{"next":{}}}""", null)]
    [InlineData("""{"$defs":{"n":{"properties":{"next":{"$ref":"#/$defs/n"}},"additionalProperties":false}},"$ref":"#/$defs/n"}""", """{"next":{"nxt":{}}}""", "#/$defs/n/additionalProperties")]
    public void Check_SchemasWithinSchemas_AreFollowed(string schema, string value, string? expected) => Assert.Equal(expected, Check(schema, value));

    [Theory]
    [InlineData("{", "#")]
    [InlineData("1", "#")]
    [InlineData("""{"type":"text"}""", "#/type")]
    [InlineData("""{"type":1}""", "#/type")]
    [InlineData("""{"minLength":-1}""", "#/minLength")]
    [InlineData("""{"minimum":"1"}""", "#/minimum")]
    [InlineData("""{"multipleOf":0}""", "#/multipleOf")]
    [InlineData("""{"required":"a"}""", "#/required")]
    [InlineData("""{"properties":[]}""", "#/properties")]
    [InlineData("""{"properties":{"a":1}}""", "#/properties/a")]
    [InlineData("""{"pattern":"("}""", "#/pattern")]
    [InlineData("""{"pattern":"(?=a)b"}""", "#/pattern")]
    [InlineData("""{"$ref":"https://example.com/a.json"}""", "#/$ref")]
    [InlineData("""{"$ref":"file:///etc/passwd"}""", "#/$ref")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "#/$ref")]
    [InlineData("""{"unevaluatedProperties":false}""", "#/unevaluatedProperties")]
    [InlineData("""{"properties":{"a":{"$id":"https://example.com/a"}}}""", "#/properties/a/$id")]
    [InlineData("""{"enum":1}""", "#/enum")]
    [InlineData("""{"pattern":"\ud800"}""", "#")]
    public void Parse_WhatCannotBeChecked_IsRefusedWithItsPlace(string schema, string expected) =>
        Assert.Equal(expected, Assert.Throws<JsonSchemaException>(() => Parse(schema)).Location);

    [Fact]
    public void Parse_LargerThanTheBounds_IsRefused()
    {
        Assert.Throws<JsonSchemaException>(() => Parse("""{"title":"x"}""".Replace("x", new string('x', SchemaLimits.MaxBytes), StringComparison.Ordinal)));
        Assert.Throws<JsonSchemaException>(() => Parse(string.Concat(Enumerable.Repeat("{\"not\":", 65)) + "{}" + new string('}', 65)));
        Assert.Throws<JsonSchemaException>(() => Parse($$"""{"anyOf":[{{string.Join(',', Enumerable.Repeat("{}", SchemaLimits.MaxNodes))}}]}"""));
        Assert.Throws<JsonSchemaException>(() => Parse($$"""{"anyOf":[{{string.Join(',', Enumerable.Repeat("""{"pattern":"a"}""", SchemaLimits.MaxPatterns + 1))}}]}"""));
    }

    [Theory]
    // Each refers to itself without going on in the value.
    [InlineData("""{"$ref":"#"}""", "1")]
    [InlineData("""{"$defs":{"a":{"not":{"$ref":"#/$defs/a"}}},"$ref":"#/$defs/a"}""", "1")]
    // Twice in each level, so 2^40 ways.
    [InlineData("""{"anyOf":[{"items":{"$ref":"#"},"not":{}},{"items":{"$ref":"#"},"not":{}}]}""", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]")]
    public void Check_SchemaBuiltToHurt_EndsWithABudget(string schema, string value)
    {
        var made = Parse(schema);
        using var document = JsonDocument.Parse(value);
        Assert.Throws<SchemaBudgetException>(() => made.Check(document.RootElement));
    }

    [Fact]
    public void Check_ManyItemsThatMustDiffer_EndsWithABudget()
    {
        var made = Parse("""{"uniqueItems":true}""");
        using var document = JsonDocument.Parse($"[{string.Join(',', Enumerable.Range(0, 10_000))}]");
        Assert.Throws<SchemaBudgetException>(() => made.Check(document.RootElement));
    }

    private static JsonSchema Parse(string schema) => JsonSchema.Parse(Encoding.UTF8.GetBytes(schema));

    private static string? Check(string schema, string value)
    {
        using var document = JsonDocument.Parse(value);
        return Parse(schema).Check(document.RootElement);
    }
}
