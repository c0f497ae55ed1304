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
    public async Task Mistake_Schema_IsFound(string json)
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(SampleFiles.Root, "config", "llmproxy.schema.json"));

        Assert.NotEmpty(schema.Validate(json));
    }

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
            var described = (JObject)properties[setting.Name]!;
            Assert.False(string.IsNullOrEmpty((string?)described["description"]));
            if (setting.GetCustomAttribute<RangeAttribute>() is { } range)
            {
                Assert.Equal(Number(range.Minimum), (double?)described["minimum"]);
                Assert.Equal(Number(range.Maximum), (double?)described["maximum"]);
            }

            var value = setting.GetValue(options);
            if (described["properties"] is not null)
            {
                Compare(value!, described);
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

    private static double Number(object bound) => Convert.ToDouble(bound, CultureInfo.InvariantCulture);
}
