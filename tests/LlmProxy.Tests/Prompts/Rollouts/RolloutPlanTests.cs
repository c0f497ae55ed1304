using LlmProxy.Configuration;
using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Reading;
using LlmProxy.Prompts.Rollouts;
using LlmProxy.Prompts.Settings;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Tests.Prompts.Rollouts;

public class RolloutPlanTests
{
    [Fact]
    public void Of_Configuration_IsReadAsNumbers()
    {
        var (options, errors) = Bind(("Rollouts:chat:To", "v2"), ("Rollouts:chat:Steps:0", "0.5"), ("Rollouts:chat:Steps:1", "20"), ("Rollouts:chat:Gates:ErrorFactor", "3"));

        Assert.Empty(errors);
        Assert.Equal([50, 2_000, 10_000], RolloutPlan.Of(options.Rollouts["chat"]).Shares);
        Assert.Equal(3m, options.Rollouts["chat"].Gates.ErrorFactor);
    }

    [Fact]
    public void Of_Nothing_IsOneTenFiftyHundred()
    {
        var plan = RolloutPlan.Of(null);

        Assert.Equal([100, 1_000, 5_000, 10_000], plan.Shares);
        Assert.Equal((100, TimeSpan.FromMinutes(10)), (plan.Requests, plan.MinTime));
    }

    [Theory]
    [InlineData("50", "10")]
    [InlineData("10", "10")]
    [InlineData("0", "10")]
    [InlineData("10", "101")]
    [InlineData("0.001", "10")]
    public void Check_StepsThatDoNotRise_AreNamed(string first, string second)
    {
        var (_, errors) = Bind(("Rollouts:chat:Steps:0", first), ("Rollouts:chat:Steps:1", second));

        Assert.Equal("Prompts:Rollouts:chat:Steps", Assert.Single(errors).Path);
    }

    [Theory]
    [InlineData("Rollouts:chat:Steps:0", "ten", "Prompts:Rollouts:chat:Steps:0")]
    [InlineData("Rollouts:chat:To", "no version", "Prompts:Rollouts:chat:To")]
    [InlineData("Rollouts:Chat:To", "v2", "Prompts:Rollouts:Chat")]
    [InlineData("Gates:ErrorFactor", "101", "Prompts:Gates:ErrorFactor")]
    [InlineData("Gates:Errorfactors", "2", "Prompts:Gates:Errorfactors")]
    public void Check_WrongSetting_IsNamed(string key, string value, string path)
    {
        var (_, errors) = Bind((key, value));

        Assert.Equal(path, Assert.Single(errors).Path);
    }

    private static (PromptOptions Options, List<ConfigurationError> Errors) Bind(params (string Key, string Value)[] settings)
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>("Prompts:" + setting.Key, setting.Value))).Build().GetSection("Prompts");
        var errors = new List<ConfigurationError>();
        var options = new StrictBinder(errors).Bind<PromptOptions>(section);
        RolloutRules.Check(options, "Prompts", errors);
        return (options, errors);
    }
}
