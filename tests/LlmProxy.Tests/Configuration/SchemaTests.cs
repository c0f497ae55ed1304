using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using LlmProxy.Configuration;
using Newtonsoft.Json.Linq;
using NJsonSchema;

namespace LlmProxy.Tests.Configuration;

/// <summary>The schema says what the option classes say.</summary>
public class SchemaTests
{
    private static readonly JObject Definitions = (JObject)JObject.Parse(
        File.ReadAllText(Path.Combine(SampleFiles.Root, "config", "llmproxy.schema.json")))["definitions"]!;

    [Fact]
    public void RouteBlock_Schema_MatchesTheOptions() => Compare(new LlmRouteOptions(), (JObject)Definitions["llmRoute"]!);

    [Fact]
    public void ClusterBlock_Schema_MatchesTheOptions() => Compare(new LlmClusterOptions(), (JObject)Definitions["llmCluster"]!);

    [Fact]
    public void ProxySection_Schema_MatchesTheOptions() => Compare(new LlmProxyOptions(), (JObject)Definitions["llmProxy"]!);

    [Theory]
    [InlineData(typeof(LlmRouteOptions))]
    [InlineData(typeof(LlmClusterOptions))]
    [InlineData(typeof(LlmProxyOptions))]
    public void EverySetting_Documentation_NamesIt(Type options)
    {
        var page = File.ReadAllText(Path.Combine(SampleFiles.Root, "docs", "configuration.md"));

        foreach (var name in Settings(options, ""))
            Assert.Contains($"| `{name}` |", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Providers_Schema_ListsThemAll()
    {
        Assert.Equal(
            LlmProxy.Providers.ProviderNames.All,
            Definitions["llmCluster"]!["properties"]!["Provider"]!["enum"]!.Values<string>());
    }

    [Theory]
    [InlineData("""{ "LlmProxy": { "Limitss": {} } }""")]
    [InlineData("""{ "LlmProxy": { "Limits": { "MaxJsonDepth": 5000 } } }""")]
    [InlineData("""{ "ReverseProxy": { "Clusters": { "c": { "Llm": {} } } } }""")]
    [InlineData("""{ "ReverseProxy": { "Clusters": { "c": { "Llm": { "Provider": "opnai" } } } } }""")]
    [InlineData("""{ "ReverseProxy": { "Clusters": { "c": { "Destinations": { "d": { "Address": "nowhere" } } } } } }""")]
    [InlineData("""{ "ReverseProxy": { "Clusters": { "c": { "SessionAffinity": { "Policy": "HashCookie" } } } } }""")]
    [InlineData("""{ "ReverseProxy": { "Routes": { "r": { "ClusterId": "c", "Llm": { "Modles": [] } } } } }""")]
    [InlineData("""{ "ReverseProxy": { "Routes": { "r": { "ClusterId": "c", "Llm": { "Retry": { "MaxAttemts": 2 } } } } } }""")]
    [InlineData("""{ "ReverseProxy": { "Routes": { "r": { "ClusterId": "c", "Llm": { "Timeouts": { "Total": "30" } } } } } }""")]
    [InlineData("""{ "ReverseProxy": { "Routes": { "r": { "ClusterId": "c", "Llm": { "Fallbacks": { "gpt-4o": "gpt-4o-mini" } } } } } }""")]
    [InlineData("""{ "ReverseProxy": { "Routes": { "r": { "ClusterId": "c", "Llm": { "Fallbacks": { "gpt-4o": [ "gpt-*" ] } } } } } }""")]
    [InlineData("""{ "ReverseProxy": { "Routes": { "r": { "ClusterId": "c", "Llm": { "FallbacksOn": { "Anything": {} } } } } } }""")]
    [InlineData("""{ "ReverseProxy": { "Clusters": { "c": { "Llm": { "Provider": "openai", "ApiKeys": "a" } } } } }""")]
    public async Task Mistake_Schema_IsFound(string json)
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(SampleFiles.Root, "config", "llmproxy.schema.json"));

        Assert.NotEmpty(schema.Validate(json));
    }

    /// <summary>The options class that a map or list has for its values; <c>null</c>: none.</summary>
    private static Type? ItemType(Type type) =>
        type.IsGenericType && type.GetGenericArguments()[^1] is { IsClass: true, Namespace: { } space } item && space.StartsWith("LlmProxy.", StringComparison.Ordinal)
            ? item
            : null;

    private static void Compare(object options, JObject schema)
    {
        Assert.False((bool)schema["additionalProperties"]!);
        var properties = (JObject)schema["properties"]!;
        var settings = options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
        Assert.Equal(settings.Select(s => s.Name), properties.Properties().Select(p => p.Name));
        Assert.Equal(
            settings.Where(s => s.IsDefined(typeof(RequiredAttribute))).Select(s => s.Name),
            schema["required"]?.Values<string>() ?? []);
        foreach (var setting in settings)
        {
            var described = Resolve((JObject)properties[setting.Name]!);
            Assert.False(string.IsNullOrEmpty((string?)described["description"]));
            if (setting.GetCustomAttribute<RangeAttribute>() is { } range && range.OperandType != typeof(TimeSpan))
            {
                // The range of a map is that of its values.
                var ranged = setting.PropertyType == typeof(IDictionary<string, int>) || setting.PropertyType == typeof(IDictionary<string, decimal>) ? described["additionalProperties"]! : described;
                Assert.Equal(Number(range.Minimum), (double?)ranged["minimum"]);
                Assert.Equal(Number(range.Maximum), (double?)ranged["maximum"]);
            }

            var value = setting.GetValue(options);
            if (described["properties"] is not null)
            {
                Compare(value!, described);
            }
            else if (setting.PropertyType == typeof(TimeSpan) || setting.PropertyType == typeof(TimeSpan?))
            {
                CompareDuration((TimeSpan?)value, described);
            }
            else if (value is IDictionary<string, IList<string>>)
            {
                Assert.Equal("array", (string?)described["additionalProperties"]!["type"]);
                Assert.Equal("string", (string?)described["additionalProperties"]!["items"]!["type"]);
            }
            else if (value is IDictionary<string, int>)
            {
                Assert.Equal("integer", (string?)described["additionalProperties"]!["type"]);
            }
            else if (value is IDictionary<string, decimal>)
            {
                Assert.Equal("number", (string?)described["additionalProperties"]!["type"]);
            }
            else if (value is IDictionary<string, string>)
            {
                Assert.Equal("string", (string?)described["additionalProperties"]!["type"]);
            }
            else if (ItemType(setting.PropertyType) is { } item)
            {
                var items = value is System.Collections.IDictionary ? described["additionalProperties"]! : described["items"]!;
                Compare(Activator.CreateInstance(item)!, Resolve((JObject)items));
            }
            else if (value is IList<string>)
            {
                Assert.Equal("string", (string?)described["items"]!["type"]);
            }
            else if (value is IList<decimal>)
            {
                Assert.Equal("number", (string?)described["items"]!["type"]);
            }
            else if (value is not (null or string or bool or int or long or double or Enum))
            {
                Assert.Fail($"{setting.Name} is described as a single value.");
            }
            else if (value is bool or int or long or double or Enum)
            {
                Assert.Equal(
                    Convert.ToString(value, CultureInfo.InvariantCulture),
                    Convert.ToString(((JValue?)described["default"])?.Value, CultureInfo.InvariantCulture));
            }

            if (setting.PropertyType.IsEnum)
            {
                Assert.Equal(Enum.GetNames(setting.PropertyType), described["enum"]!.Values<string>());
            }
        }
    }

    private static IEnumerable<string> Settings(Type options, string above) => options
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .SelectMany(setting => setting.PropertyType is { IsClass: true, Namespace: not "System" } inner && !(options == typeof(LlmClusterOptions) && setting.Name == nameof(LlmClusterOptions.Timeouts))
            ? Settings(inner, $"{above}{setting.Name}:")
            : [above + setting.Name]);

    /// <summary>JSON Schema has no bounds for durations; the words have them.</summary>
    private static void CompareDuration(TimeSpan? value, JObject described)
    {
        Assert.StartsWith("^", (string?)described["pattern"], StringComparison.Ordinal);
        Assert.Matches(@"\d.* to [\d,]+ (s|min|h|days)", (string?)described["description"]);
        Assert.Equal(value?.ToString("c", CultureInfo.InvariantCulture), (string?)described["default"]);
    }

    private static JObject Resolve(JObject schema) =>
        (string?)schema["$ref"] is { } reference ? (JObject)Definitions[reference["#/definitions/".Length..]]! : schema;

    private static double Number(object bound) => Convert.ToDouble(bound, CultureInfo.InvariantCulture);
}
