using LlmProxy.Prompts.Catalogue;

namespace LlmProxy.Tests.Prompts.Experiments.Gates;

public class StoppedVariantTests
{
    private const string All = """
        "e": {
          "Prompt": "general_chat", "Testers": [ "*" ], "Overrides": { "bob": "v2" },
          "Variants": { "v1": { "Version": "v1" }, "v2": { "Version": "v2", "Share": 100 } }
        }
        """;

    private static readonly PromptAsset Prompt = ExperimentFixture.Prompt("v0", "v1", "v2");

    private readonly ExperimentFixture _experiments = new(All);

    [Theory]
    [InlineData("alice")]
    [InlineData("bob")]
    public void Choose_StoppedVariant_IsTheControlAndNotCounted(string user)
    {
        Assert.Equal("v2", _experiments.Choose(_experiments.Request(user), Prompt).Template!.Id.Version);

        _experiments.Stops.Set([("e", "v2")]);
        var choice = _experiments.Choose(_experiments.Request(user), Prompt);

        Assert.Equal("v1", choice.Template!.Id.Version);
        Assert.Equal(new(Experiment: "e", Variant: "v1", IsControl: true, IsDrawn: false), Assert.Single(choice.Assignments));
    }

    [Fact]
    public void Choose_TesterOfAStoppedVariant_GetsIt()
    {
        _experiments.Stops.Set([("e", "v2")]);

        Assert.Equal("e=v2", _experiments.Assigned(_experiments.Request("alice", wish: "e=v2"), Prompt));
    }

    [Fact]
    public void Choose_StoppedControl_IsNoExperiment()
    {
        _experiments.Stops.Set([("e", "v1")]);

        var choice = _experiments.Choose(_experiments.Request("alice"), Prompt);

        Assert.Equal((null, 0), (choice.Template, choice.Assignments.Count));
    }

    [Fact]
    public void Choose_StoppedVariantOfAnother_IsNone()
    {
        _experiments.Stops.Set([("f", "v2")]);

        Assert.Equal("e=v2", _experiments.Assigned(_experiments.Request("alice"), Prompt));
    }
}
