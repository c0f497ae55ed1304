using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Files;

namespace LlmProxy.Tests.Configuration.Files;

public class JsonConfigParserTests
{
    [Fact]
    public void Parse_EveryKindOfValue_IsFlattenedAsTheFrameworkDoes()
    {
        const string Json = """
            {
              // a comment
              "S": "text ä", "N": 1.50, "T": true, "F": false, "Z": null, "L": [ "a", { "b": 1 }, [ 2 ] ],
              "Deep": { "Er": { "X:Y": "z" } }, "NoObject": {}, "NoList": [], /* another */
            }
            """;

        var (file, errors) = Parse(Json);

        Assert.Empty(errors);
        var expected = TestConfig.Of(Json).AsEnumerable();
        foreach (var (path, value) in expected.Where(pair => pair.Value is not null))
        {
            Assert.Equal(value, file!.Values[path]);
        }

        Assert.Null(file!.Values["NoObject"]);
        Assert.Equal("", file.Values["NoList"]);
        Assert.Equal("z", file.Values["deep:er:x:y"]);
    }

    [Fact]
    public void Parse_Names_KeepTheOrderOfTheText()
    {
        var (file, _) = Parse("""{ "R": { "zeta": 1, "Alpha": 2, "mid": 3 } }""");

        Assert.Equal(["zeta", "Alpha", "mid"], file!.Names["r"]);
    }

    [Theory]
    [InlineData("", "f.json is empty; write at least {}.")]
    [InlineData(" \n", "f.json is empty; write at least {}.")]
    [InlineData("[]", "f.json is not an object; begin it with { and end it with }.")]
    [InlineData("{\n  \"a\": 1\n  \"b\": 2\n}", "f.json is not JSON at line 3, column 3; '\"' is invalid after a value. Expected either ',', '}', or ']'.")]
    [InlineData("{ \"a\": 1 ", "f.json is not JSON at line 1, column 10; Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed.")]
    [InlineData("{} x", "f.json is not JSON at line 1, column 4; 'x' is invalid after a single JSON value. Expected end of data.")]
    [InlineData("{\n\"a\": { \"b\": 1,\n\"B\": 2 } }", "a:B stands a second time in line 3; remove one of the two; the case of letters does not tell names apart.")]
    [InlineData("{ \"a\": { \"b\": 1 }, \"a:b\": 2 }", "a:b stands a second time in line 1; remove one of the two; the case of letters does not tell names apart.")]
    public void Parse_BrokenText_SaysWhereAndWhat(string json, string expected)
    {
        var (file, errors) = Parse(json);

        Assert.Null(file);
        Assert.Equal(expected, Assert.Single(errors).ToString());
    }

    [Fact]
    public void Parse_DeepNesting_IsRefused()
    {
        var (file, errors) = Parse(string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100));

        Assert.Null(file);
        Assert.Single(errors);
    }

    [Fact]
    public void Parse_ByteOrderMark_IsSkipped()
    {
        var errors = new List<ConfigurationError>();

        Assert.NotNull(JsonConfigParser.Parse([.. Encoding.UTF8.Preamble, .. "{}"u8], "f.json", errors));
        Assert.Empty(errors);
    }

    private static (JsonConfigFile? File, List<ConfigurationError> Errors) Parse(string json)
    {
        var errors = new List<ConfigurationError>();
        return (JsonConfigParser.Parse(Encoding.UTF8.GetBytes(json), "f.json", errors), errors);
    }
}
