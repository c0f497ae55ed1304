using LlmProxy.Configuration;
using LlmProxy.Configuration.Reading;

namespace LlmProxy.Tests.Configuration;

public class ConfigurationReportTests
{
    private const string Config = """
        {
          "LlmProxy": { "Access": { "AdminKey": "${ADMIN}" } },
          "ReverseProxy": {
            "Routes": { "r": { "ClusterId": "openai", "Llm": {} } },
            "Clusters": {
              "anthropic": { "Llm": { "Provider": "anthropic", "ApiKey": "${A} ${B}" } },
              "openai": { "Llm": { "Provider": "openai", "ApiKey": "${O}" } },
              "sandbox": { "Llm": { "Provider": "sandbox", "Models": [ "*" ] } }
            }
          }
        }
        """;

    [Fact]
    public void Of_NoKeys_SaysWhatIsMissingAndWhoAnswers()
    {
        Assert.Equal(
            [
                "usable: sandbox",
                "anthropic lacks A, B",
                "openai lacks O",
                "the sandbox answers every model, with made-up text, until a provider has its key",
                "the admin key lacks ADMIN, so the gateway's state is shown on loopback only",
            ],
            Report(Config));
    }

    [Fact]
    public void Of_AKey_SaysThatTheSandboxSteppedBack()
    {
        Assert.Equal(
            ["usable: openai, sandbox", "anthropic lacks A, B", "the sandbox answers 'sandbox*' models only"],
            Report(Config, ("O", "x"), ("ADMIN", "x")));
    }

    [Fact]
    public void Of_APoolThatLacksAKey_SaysWhich()
    {
        var config = Config.Replace("\"ApiKey\": \"${O}\"", "\"ApiKeys\": [ \"${O}\", \"${P}\", \"${Q}\" ]", StringComparison.Ordinal);

        Assert.Contains("openai has 1 of its keys; P, Q is missing", Report(config, ("O", "x")));
        Assert.Contains("openai lacks O, P, Q", Report(config));
        Assert.DoesNotContain(Report(config, ("O", "x"), ("P", "y"), ("Q", "z")), line => line.StartsWith("openai", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_OneRouteOfSandboxesAlone_IsNamed()
    {
        var config = Config.Replace(
            "\"Routes\": {",
            "\"Routes\": { \"practice\": { \"ClusterId\": \"sandbox\", \"Llm\": { \"Clusters\": [ \"sandbox\" ] } },",
            StringComparison.Ordinal);

        Assert.Contains(
            "the sandbox answers every model on practice, elsewhere 'sandbox*' only", Report(config, ("O", "x")));
    }

    [Fact]
    public void Of_Nothing_SaysSo()
    {
        Assert.Equal(["none is usable"], Report("{}"));
    }

    private static IReadOnlyList<string> Report(string config, params (string Name, string Value)[] environment) =>
        ConfigurationReport.Of(LlmConfigReader.Read(TestConfig.Of(config), TestConfig.Env(environment)).ToModel());
}
