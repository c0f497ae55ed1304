using System.ComponentModel.DataAnnotations;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Binding;
using LlmProxy.Metering.Prices.Settings;

namespace LlmProxy.Tests.Configuration.Binding;

public class StrictBinderTests
{
    [Fact]
    public void Bind_EverySetting_IsRead()
    {
        var (options, errors) = Bind<Sample>("""
            {
              "name": "n", "Flag": true, "Count": 7, "Big": 5000000000, "Ratio": 0.25, "Price": "1.50", "Wait": "00:00:30",
              "Style": "budget", "Maybe": 3, "List": [ "a", "b" ], "Lists": { "x": [ "a" ] }, "Inner": { "Depth": 9, "Pause": "00:00:07" }
            }
            """);

        Assert.Empty(errors);
        Assert.Equal("n", options.Name);
        Assert.True(options.Flag);
        Assert.Equal(7, options.Count);
        Assert.Equal(5_000_000_000, options.Big);
        Assert.Equal(0.25, options.Ratio);
        Assert.Equal(1.50m, options.Price);
        Assert.Equal(TimeSpan.FromSeconds(30), options.Wait);
        Assert.Equal(ThinkingStyle.Budget, options.Style);
        Assert.Equal(3, options.Maybe);
        Assert.Equal(["a", "b"], options.List);
        Assert.Equal(["a"], Assert.Single(options.Lists).Value);
        Assert.Equal(9, options.Inner.Depth);
        Assert.Equal(TimeSpan.FromSeconds(7), options.Inner.Pause);
    }

    [Fact]
    public void Bind_NamesWithColons_AreReassembledWithTheirCase()
    {
        var (options, errors) = Bind<Sample>("""
            { "Name": "n", "Pairs": { "llama3:8b": "x", "llama3:70B": "y", "llama3": "z", "a:b:c": "w", "Plain": "v" } }
            """);

        Assert.Empty(errors);
        Assert.Equal(
            ["Plain=v", "a:b:c=w", "llama3:70B=y", "llama3:8b=x", "llama3=z"],
            options.Pairs.Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Bind_ObjectsByNamesWithColons_AreReassembled()
    {
        var (options, errors) = Bind<PriceOptions>("""
            {
              "Models": {
                "llama3:8b": { "Input": 1 }, "llama3": { "Input": 2, "Tiers": { "Flex": { "Factor": 0.5 } } }, "llama3:70b:q4": { "Input": 3 },
                "gpus/qwen:latest": { "LongContext": [ { "AboveInputTokens": 5, "Input": 4 } ] }, "anthropic.claude-v2:1": { "Output": 5 }
              }
            }
            """);

        Assert.Empty(errors);
        Assert.Equal(
            ["anthropic.claude-v2:1", "gpus/qwen:latest", "llama3", "llama3:70b:q4", "llama3:8b"],
            options.Models.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(1m, options.Models["llama3:8b"].Input);
        Assert.Equal(2m, options.Models["llama3"].Input);
        Assert.Equal(0.5m, options.Models["llama3"].Tiers["Flex"].Factor);
        Assert.Equal(3m, options.Models["llama3:70b:q4"].Input);
        Assert.Equal(4m, Assert.Single(options.Models["gpus/qwen:latest"].LongContext).Input);
        Assert.Equal(5m, options.Models["anthropic.claude-v2:1"].Output);
    }

    [Theory]
    [InlineData("""{ "Models": { "gpt-4o": { "Inptu": 1 } } }""", "S:Models:gpt-4o:Inptu")]
    [InlineData("""{ "Models": { "gpt-4o": { "Input": 1, "Teirs": { "Flex": { "Input": 1 } } } } }""", "S:Models:gpt-4o:Teirs")]
    [InlineData("""{ "Models": { "gpt-4o": { "Input": 1, "LongContxt": [ { "AboveInputTokens": 5, "Input": 4 } ] } } }""", "S:Models:gpt-4o:LongContxt")]
    [InlineData("""{ "Models": { "llama3:8b": { "Input": "much" } } }""", "S:Models:llama3:8b:Input")]
    [InlineData("""{ "Models": { "llama3:8b": 1 } }""", "S:Models:llama3:8b")]
    [InlineData("""{ "Models": { "m": { "LongContext": [ { "Input": 4 } ] } } }""", "S:Models:m:LongContext:0:AboveInputTokens")]
    public void Bind_MistakeInAnObjectOfAMap_IsFound(string json, string path)
    {
        var (_, errors) = Bind<PriceOptions>(json);

        Assert.Equal(path, Assert.Single(errors).Path);
    }

    [Fact]
    public void Bind_ListsByNamesWithColons_KeepTheirNamesAndOrder()
    {
        var (options, errors) = Bind<Sample>("""
            {
              "Name": "n",
              "Lists": {
                "llama3": [ "a" ], "llama3:8b": [ "b", "llama3:70b" ], "claude-v2:1": [ "c", "d" ], "claude-v2": [ "e" ], "a:b:c": [ "f" ],
                "long": [ "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11" ], "none": [], "x:none": []
              }
            }
            """);

        Assert.Empty(errors);
        Assert.Equal(
            [
                "a:b:c=f", "claude-v2:1=c,d", "claude-v2=e", "llama3:8b=b,llama3:70b", "llama3=a",
                "long=0,1,2,3,4,5,6,7,8,9,10,11", "none=", "x:none=",
            ],
            options.Lists.Select(p => $"{p.Key}={string.Join(',', p.Value)}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Bind_EverythingWrong_IsReportedAtOnce()
    {
        var (_, errors) = Bind<Sample>("""
            {
              "Nmae": "n", "Flag": "yes", "Count": 0, "Big": "1.5", "Ratio": "x", "Wait": "30", "Style": "1",
              "Maybe": 11, "List": "a", "Inner": { "Dpeth": 1 }, "Pairs": "x"
            }
            """);

        Assert.Equal(
            [
                "S:Big is '1.5'; write a whole number.",
                "S:Count is '0'; it must be from 1 to 1,000.",
                "S:Flag is 'yes'; write true or false.",
                "S:Inner:Dpeth is not a setting; did you mean 'Depth'?",
                "S:List is a single value, not a list; write it in square brackets.",
                "S:Maybe is '11'; it must be from 1 to 10.",
                "S:Name is missing; it must be set.",
                "S:Nmae is not a setting; did you mean 'Name'?",
                "S:Pairs is a single value, not an object; write names and values in braces.",
                "S:Ratio is 'x'; write a number.",
                "S:Style is '1'; write one of 'Auto', 'Adaptive', 'Budget'.",
                "S:Wait is '30'; write a duration as hh:mm:ss, like '00:00:30'.",
            ],
            errors.Select(e => e.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{ "Name": null }""", "S:Name is null; write a text.")]
    [InlineData("""{ "Name": " " }""", "S:Name is empty; leave it out, or write a text.")]
    [InlineData("""{ "Name": { "x": 1 } }""", "S:Name is an object or a list; write a text.")]
    [InlineData("""{ "Name": "n", "Count": null }""", "S:Count is null; leave it out for the default, or write a whole number.")]
    [InlineData("""{ "Name": "n", "Count": [ 1 ] }""", "S:Count is an object or a list; write a whole number.")]
    [InlineData("""{ "Name": "n", "Count": "99999999999" }""", "S:Count is '99999999999'; write a whole number.")]
    [InlineData("""{ "Name": "n", "Wait": "00:00:00.01" }""", "S:Wait is '00:00:00.01'; it must be from 00:00:01 to 00:10:00.")]
    [InlineData("""{ "Name": "n", "Inner": 5 }""", "S:Inner is a single value, not an object; write its settings in braces.")]
    [InlineData("""{ "Name": "n", "List": [ "a", null ] }""", "S:List:1 is empty; write a value, or remove it from the list.")]
    [InlineData("""{ "Name": "n", "List": [ { "a": 1 } ] }""", "S:List:0 is an object or a list; write a string.")]
    [InlineData("""{ "Name": "n", "List": { "a": "b" } }""", "S:List:a stands in a list, which has no names; write a list of strings in square brackets.")]
    [InlineData("""{ "Name": "n", "Pairs": { "a": null } }""", "S:Pairs:a is empty; write a value, or remove it.")]
    [InlineData("""{ "Name": "n", "Pairs": { "a:b": "" } }""", "S:Pairs:a:b is empty; write a value, or remove it.")]
    [InlineData("""{ "Name": "n", "Lists": "a" }""", "S:Lists is a single value, not an object; write names in braces, each with a list in square brackets.")]
    [InlineData("""{ "Name": "n", "Lists": [ "a" ] }""", "S:Lists:0 has no name before it; write names in braces, each with a list in square brackets.")]
    [InlineData("""{ "Name": "n", "Lists": { "": [ "a" ] } }""", "S:Lists::0 has no name before it; write names in braces, each with a list in square brackets.")]
    [InlineData("""{ "Name": "n", "Lists": { "a": "b" } }""", "S:Lists:a is a single value, not a list; write it in square brackets.")]
    [InlineData("""{ "Name": "n", "Lists": { "a:8b": "b" } }""", "S:Lists:a:8b is a single value, not a list; write it in square brackets.")]
    [InlineData("""{ "Name": "n", "Lists": { "a": null } }""", "S:Lists:a is null; write it in square brackets.")]
    [InlineData("""{ "Name": "n", "Lists": { "a": [ "b", "" ] } }""", "S:Lists:a:1 is empty; write a value, or remove it from the list.")]
    [InlineData("""{ "Name": "n", "Lists": { "a": [ null, "b" ] } }""", "S:Lists:a:0 is empty; write a value, or remove it from the list.")]
    [InlineData("""{ "Name": "n", "Lists": { "a": [ { "b": "c" } ] } }""", "S:Lists:a:0:b is a single value, not a list; write it in square brackets.")]
    [InlineData("""{ "Name": "n", "Inner": { "Pause": "00:00:00" } }""", "S:Inner:Pause is '00:00:00'; it must be from 00:00:01 to 00:10:00.")]
    [InlineData("""{ "Name": "n", "Unrelated": 1 }""", "S:Unrelated is not a setting; it can be 'Name', 'Flag', 'Count', 'Big', 'Ratio', 'Price', 'Wait', 'Style', 'Maybe', 'List', 'Pairs', 'Lists', 'Inner'.")]
    public void Bind_OneThingWrong_NamesPathAndRemedy(string json, string expected)
    {
        var (_, errors) = Bind<Sample>(json);

        Assert.Equal(expected, Assert.Single(errors).ToString());
    }

    [Theory]
    [InlineData("""{ "Name": "n", "Maybe": null, "Inner": null, "List": null, "Pairs": null, "Lists": null }""")]
    [InlineData("""{ "Name": "n", "List": [], "Pairs": {}, "Lists": {}, "Inner": { "Pause": null } }""")]
    public void Bind_NullOrEmptyWhereThatMeansNothing_KeepsTheDefault(string json)
    {
        var (options, errors) = Bind<Sample>(json);

        Assert.Empty(errors);
        Assert.Null(options.Maybe);
        Assert.Equal(5, options.Inner.Depth);
        Assert.Empty(options.List);
        Assert.Empty(options.Pairs);
        Assert.Empty(options.Lists);
    }

    [Fact]
    public void Bind_LongValueWithLineBreaks_IsShownShortOnOneLine()
    {
        var (_, errors) = Bind<Sample>($$"""{ "Name": "n", "Count": "a\nb{{new string('x', 100)}}" }""");

        var line = Assert.Single(errors).ToString();
        Assert.DoesNotContain('\n', line);
        Assert.Contains($"'a?b{new string('x', 57)}…'", line, StringComparison.Ordinal);
    }

    private static (T Options, List<ConfigurationError> Errors) Bind<T>(string json)
        where T : new()
    {
        var errors = new List<ConfigurationError>();
        var section = TestConfig.Of($$"""{ "S": {{json}} }""").GetSection("S");
        return (new StrictBinder(errors).Bind<T>(section), errors);
    }

    private sealed class Sample
    {
        [Required]
        public string? Name { get; set; }

        public bool Flag { get; set; }

        [Range(1, 1_000)]
        public int Count { get; set; } = 1;

        public long Big { get; set; }

        public double Ratio { get; set; }

        public decimal Price { get; set; }

        [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
        public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(1);

        public ThinkingStyle Style { get; set; }

        [Range(1, 10)]
        public int? Maybe { get; set; }

        public IList<string> List { get; set; } = [];

        public IDictionary<string, string> Pairs { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

        public IDictionary<string, IList<string>> Lists { get; set; } = new Dictionary<string, IList<string>>(StringComparer.Ordinal);

        public InnerSample Inner { get; init; } = new();
    }

    private sealed class InnerSample
    {
        public int Depth { get; init; } = 5;

        [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
        public TimeSpan? Pause { get; init; }
    }
}
