using LlmProxy.Configuration.Routing;
using LlmProxy.Core.Errors;
using LlmProxy.Exchange;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Tenancy;

namespace LlmProxy.Tests.Prompts.Experiments;

public class PromptExperimentsTests
{
    // The bucket of alice without a tenant is 5,121, of tenant acme 1,519 (BucketsTests); the variant beside the control has the lowest ones.
    private const string TenPerCent = """
        "general_chat_v2": { "Prompt": "general_chat", "Variants": { "v1": { "Version": "v1" }, "v2": { "Share": 20, "Version": "v2" } } }
        """;

    private const string Models = """ "size": { "Variants": { "small": {}, "large": { "Share": 100, "Model": "large" } } } """;

    private static readonly PromptAsset Prompt = ExperimentFixture.Prompt("v1", "v2", "v3");

    [Fact]
    public void Choose_AUser_GetsTheVariantOfTheBucket()
    {
        var experiments = new ExperimentFixture(TenPerCent);
        var control = experiments.Choose(experiments.Request("alice"), Prompt);
        var request = experiments.Request("alice", new Caller { KeyId = "k1", Tenant = "acme" });
        var treated = experiments.Choose(request, Prompt);

        Assert.Equal(("v1", "v2"), (control.Template!.Id.Version, treated.Template!.Id.Version));
        Assert.Equal(new(Experiment: "general_chat_v2", Variant: "v1", IsControl: true), Assert.Single(control.Assignments));
        Assert.Equal(new(Experiment: "general_chat_v2", Variant: "v2", IsControl: false), Assert.Single(treated.Assignments));
        Assert.Equal(["experiment:general_chat_v2=v2"], request.Tags);
    }

    [Fact]
    public void Choose_NobodyToKnowAgain_GetsTheControlAndIsNotCounted()
    {
        var experiments = new ExperimentFixture(""" "size": { "Variants": { "large": { "Share": 100, "Model": "large" }, "small": {} }, "Control": "small" } """);
        var choice = experiments.Choose(experiments.Request());

        Assert.Null(choice.Settings.Model);
        Assert.Equal(("small", true, false), (choice.Assignments[0].Variant, choice.Assignments[0].IsControl, choice.Assignments[0].IsDrawn));
        Assert.Equal("size=large", experiments.Assigned(experiments.Request(caller: new Caller { KeyId = "k" })));
        Assert.Equal("size=large", experiments.Assigned(experiments.Request(body: """{"model":"small","prompt_cache_key":"c"}""")));
    }

    [Fact]
    public void Choose_AnotherPromptOrEndpoint_IsNotConcerned()
    {
        var experiments = new ExperimentFixture(TenPerCent + "," + Models);

        Assert.Equal("size=large", experiments.Assigned(experiments.Request("alice")));
        Assert.Equal("", experiments.Assigned(experiments.Request("alice", path: "/v1/embeddings", body: """{"model":"small","input":"x"}""")));
        Assert.False(experiments.Concerns(experiments.Request(path: "/v1/embeddings", body: """{"model":"small","input":"x"}""")));
        var ofAPrompt = new ExperimentFixture(TenPerCent);
        Assert.False(ofAPrompt.Concerns(ofAPrompt.Request("alice")));
        Assert.True(experiments.Concerns(experiments.Request("alice")));
    }

    [Theory]
    [InlineData(""" "Routes": [ "llm" ] """, true)]
    [InlineData(""" "Models": [ "sm*" ] """, true)]
    [InlineData(""" "Models": [ "large", "small" ] """, true)]
    [InlineData(""" "Models": [ "large" ] """, false)]
    [InlineData(""" "Enabled": false """, false)]
    public void Choose_RoutesAndModels_AreLookedAt(string setting, bool concerns)
    {
        var experiments = new ExperimentFixture($$""" "size": { {{setting}}, "Variants": { "small": {}, "large": { "Share": 100, "Model": "large" } } } """);

        Assert.Equal(concerns ? "size=large" : "", experiments.Assigned(experiments.Request("alice")));
    }

    [Fact]
    public void Choose_CallerWantsThisModel_IsNotConcerned()
    {
        var experiments = new ExperimentFixture(Models);

        Assert.Equal("", experiments.Assigned(experiments.Request("alice", stays: true)));
    }

    // Who may not use the model of one variant would be in the others for another reason than chance.
    [Fact]
    public void Choose_ModelOutsideTheScopes_GivesTheControlToAll()
    {
        var experiments = new ExperimentFixture(Models);
        var small = new Caller { KeyId = "k", Scopes = new() { Models = [new ModelPattern("small")] } };
        var choice = experiments.Choose(experiments.Request("alice", small));

        Assert.Equal(("small", false), (choice.Assignments[0].Variant, choice.Assignments[0].IsDrawn));
        Assert.Null(choice.Settings.Model);
    }

    // A version may name the model too.
    [Fact]
    public void Choose_VersionsModelOutsideTheScopes_GivesTheControlOrWhatIsLive()
    {
        var v1 = ExperimentFixture.Template("v1", "small");
        var v2 = ExperimentFixture.Template("v2", "large");
        var prompt = new PromptAsset { Name = "general_chat", Versions = [v1, v2], Live = v1, Candidate = v2, CandidateShare = 10_000 };
        var small = new Caller { KeyId = "k", Scopes = new() { Models = [new ModelPattern("small")] } };
        var experiments = new ExperimentFixture(TenPerCent.Replace("20", "100", StringComparison.Ordinal));

        Assert.Same(v2, experiments.Choose(experiments.Request("alice"), prompt).Template);
        Assert.Same(v1, experiments.Choose(experiments.Request("alice", small), prompt).Template);
        var rollout = new ExperimentFixture("");
        Assert.Same(v2, rollout.Choose(rollout.Request("alice"), prompt).Template);
        Assert.Null(rollout.Choose(rollout.Request("alice", small), prompt).Template);
    }

    [Fact]
    public void Choose_ModelsClusterHasNoKey_GivesTheControl()
    {
        var experiments = new ExperimentFixture(""" "size": { "Variants": { "small": {}, "large": { "Share": 100, "Model": "keyless" } } } """);

        // The route's own cluster takes what nobody else does, so an unknown model is one that it may know.
        Assert.Equal("near", experiments.Request().Route.Router.Pick("keyless").Cluster?.ClusterId);
        Assert.Equal("size=large", experiments.Assigned(experiments.Request("alice")));
    }

    [Fact]
    public void Choose_ConversationIsKeptElsewhere_LeavesItThere()
    {
        var experiments = new ExperimentFixture(""" "size": { "Variants": { "small": {}, "far": { "Share": 100, "Model": "far" } } } """);
        experiments.Objects.Add("resp_near", "near", null, isAnswer: true);
        experiments.Objects.Add("resp_far", "far", null, isAnswer: true);

        Assert.Equal("", experiments.Assigned(Next("resp_near")));
        Assert.Equal("size=far", experiments.Assigned(Next("resp_far")));

        LlmExchange Next(string id) => experiments.Request("alice", path: "/v1/responses", body: $$"""{"model":"small","previous_response_id":"{{id}}"}""");
    }

    [Fact]
    public void Choose_TwoOfOneThing_FirstHasTheRequest()
    {
        var experiments = new ExperimentFixture("""
            "a": { "Variants": { "x": {}, "y": { "Share": 100, "Temperature": 0.5 } } },
            "b": { "Variants": { "x": {}, "y": { "Share": 100, "Temperature": 1, "Model": "large" } } },
            "c": { "Variants": { "x": {}, "y": { "Share": 100, "MaxTokens": 10 } } }
            """);
        var choice = experiments.Choose(experiments.Request("alice"));

        Assert.Equal("a=y, c=y", string.Join(", ", choice.Assignments));
        Assert.Equal((0.5m, 10, null), (choice.Settings.Temperature, choice.Settings.MaxTokens, choice.Settings.Model));
    }

    [Fact]
    public void Choose_VersionIsMissing_NobodyIsInIt()
    {
        var experiments = new ExperimentFixture(TenPerCent);

        Assert.Equal("", experiments.Assigned(experiments.Request("alice"), ExperimentFixture.Prompt("v1")));
        Assert.Equal("general_chat_v2=v1", experiments.Assigned(experiments.Request("alice"), Prompt));
    }

    [Fact]
    public void Choose_OverriddenUserOrKey_GetsItsVariantUncounted()
    {
        var experiments = new ExperimentFixture("""
            "size": { "Overrides": { "ann": "large", "k1": "large" }, "Variants": { "small": { "Share": 100 }, "large": { "Share": 0, "Model": "large" } } }
            """);

        Assert.Equal("size=large", experiments.Assigned(experiments.Request("ann")));
        Assert.Equal("size=large", experiments.Assigned(experiments.Request("bob", new Caller { KeyId = "k1" })));
        Assert.Equal("size=small", experiments.Assigned(experiments.Request("bob")));
        Assert.False(experiments.Choose(experiments.Request("ann")).Assignments[0].IsDrawn);
    }

    [Fact]
    public void Choose_OverriddenUserOfATenant_IsNobodyElses()
    {
        var experiments = new ExperimentFixture("""
            "size": { "Overrides": { "acme/ann": "large", "bob": "large", "acme/bob": "small" }, "Variants": { "small": { "Share": 100 }, "large": { "Share": 0, "Model": "large" } } }
            """);
        var acme = new Caller { KeyId = "k1", Tenant = "acme" };
        var other = new Caller { KeyId = "k2", Tenant = "other" };

        Assert.Equal("size=large", experiments.Assigned(experiments.Request("ann", acme)));
        Assert.Equal("size=small", experiments.Assigned(experiments.Request("ann", other)));
        Assert.Equal("size=small", experiments.Assigned(experiments.Request("ann")));
        Assert.Equal(("size=small", "size=large"), (experiments.Assigned(experiments.Request("bob", acme)), experiments.Assigned(experiments.Request("bob", other))));
    }

    [Theory]
    [InlineData("size=large", "k1", null)]
    [InlineData(" size = large ,", "k1", null)]
    [InlineData("size=large", "k2", "experiment_not_allowed")]
    [InlineData("size=large", null, "experiment_not_allowed")]
    [InlineData("other=large", "k1", "experiment_not_allowed")]
    [InlineData("size=medium", "k1", "invalid_header")]
    [InlineData("size", "k1", "invalid_header")]
    [InlineData("size=", "k1", "invalid_header")]
    [InlineData("size=a=b", "k1", "invalid_header")]
    public void Choose_ATestersWish_HoldsForTestersAlone(string wish, string? key, string? error)
    {
        var experiments = new ExperimentFixture("""
            "size": { "Testers": [ "k1" ], "Variants": { "small": { "Share": 100 }, "large": { "Share": 0, "Model": "large" } } }
            """);
        var request = experiments.Request("ann", new Caller { KeyId = key }, wish: wish);

        if (error is null)
            Assert.Equal("size=large", experiments.Assigned(request));
        else
            Assert.Equal(error, Assert.Throws<LlmException>(() => experiments.Choose(request)).Error.Code);
    }

    [Fact]
    public void Choose_AnybodysWish_HoldsWhereAllAreTesters()
    {
        var experiments = new ExperimentFixture(""" "size": { "Testers": [ "*" ], "Variants": { "small": { "Share": 100 }, "large": { "Share": 0, "Model": "large" } } } """);

        Assert.Equal("size=large", experiments.Assigned(experiments.Request(wish: "size=large")));
    }

    // Ten experiments of a tenth each, of which the last two do not run: no user is in two, and those of a stopped one are in none.
    [Fact]
    public void Choose_AGroup_HasEachUserOnceAtMost()
    {
        var experiments = new ExperimentFixture(string.Join(',', Enumerable.Range(0, 10).Select(number => $$"""
            "e{{number}}": { "Enabled": {{(number < 8 ? "true" : "false")}}, "Group": { "Name": "g", "From": {{number * 10}}, "To": {{(number * 10) + 10}} }, "Variants": { "x": {}, "y": { "Share": 50 } } }
            """)));
        var counts = new int[9];
        for (var user = 0; user < 5_000; user++)
        {
            var assignments = experiments.Choose(experiments.Request($"user-{user}")).Assignments;
            Assert.True(assignments.Count <= 1);
            counts[assignments.Count == 0 ? 8 : assignments[0].Experiment[1] - '0']++;
        }

        // 500 are expected in each that runs, with a standard deviation of sqrt(5,000 * 0.1 * 0.9) = 21: 4 of them to either side.
        Assert.All(counts[..8], count => Assert.InRange(count, 415, 585));
        Assert.InRange(counts[8], 850, 1_150);
    }

    [Fact]
    public void Choose_AShadow_IsAnsweredByTheControl()
    {
        var experiments = new ExperimentFixture("""
            "next": { "Prompt": "general_chat", "Variants": { "v1": { "Version": "v1", "Temperature": 0 }, "v2": { "Share": 100, "Version": "v2", "Model": "large", "Shadow": true } } }
            """);
        var choice = experiments.Choose(experiments.Request("alice"), Prompt);

        Assert.Equal("next=v1", string.Join(", ", choice.Assignments));
        Assert.Equal(("v1", 0m, null), (choice.Template!.Id.Version, choice.Settings.Temperature, choice.Settings.Model));
        Assert.Equal(("v2", "large"), (choice.Shadow!.Version, choice.Shadow.Settings.Model));
    }

    [Fact]
    public void Choose_ARollout_GetsItsPart()
    {
        var experiments = new ExperimentFixture("");
        // Of 'rollout:general_chat@v2', tenant acme, alice has bucket 1,980 (BucketsTests).
        var acme = new Caller { KeyId = "k", Tenant = "acme" };

        Assert.Equal("v2", Candidate(1_981, "alice", acme));
        Assert.Null(Candidate(1_980, "alice", acme));
        Assert.Equal("v2", Candidate(10_000, null, null));

        string? Candidate(int share, string? user, Caller? caller) =>
            experiments.Choose(experiments.Request(user, caller), RolledOut(share)).Template?.Id.Version;
    }

    // A version may name a model whose cluster does not have the conversation.
    [Theory]
    [InlineData("resp_near", false)]
    [InlineData("resp_far", true)]
    public void Choose_ARolloutWhoseClusterHasNotTheConversation_LeavesItThere(string id, bool isIn)
    {
        var experiments = new ExperimentFixture("");
        experiments.Objects.Add("resp_near", "near", null, isAnswer: true);
        experiments.Objects.Add("resp_far", "far", null, isAnswer: true);
        var (v1, v2) = (ExperimentFixture.Template("v1"), ExperimentFixture.Template("v2", "far"));
        var prompt = new PromptAsset { Name = "general_chat", Versions = [v1, v2], Live = v1, Candidate = v2, CandidateShare = 10_000 };
        var next = experiments.Request("alice", path: "/v1/responses", body: $$"""{"model":"small","previous_response_id":"{{id}}"}""");

        Assert.Equal(isIn ? v2 : null, experiments.Choose(next, prompt).Template);
    }

    // Where nobody can be known again the requests themselves are drawn.
    [Fact]
    public void Choose_ARolloutOfNobodyToKnowAgain_GetsItsPartOfRequests()
    {
        var experiments = new ExperimentFixture("");
        var prompt = RolledOut(1_000);
        var drawn = Enumerable.Range(0, 2_000).Count(number => experiments.Choose(experiments.Request(id: $"01ARZ3NDEKTSV4RRFFQ6{number:D6}"), prompt).Template is not null);

        // 200 are expected, with a standard deviation of sqrt(2,000 * 0.1 * 0.9) = 13.4: 4 of them to either side.
        Assert.InRange(drawn, 146, 254);
    }

    // A control that names no version is what is live, and not what is being rolled out.
    [Fact]
    public void Choose_ARolloutUnderAnExperiment_IsNotMixedIn()
    {
        var experiments = new ExperimentFixture(""" "next": { "Prompt": "general_chat", "Variants": { "live": {}, "v3": { "Share": 0, "Version": "v3" } } } """);

        Assert.Equal("v1", experiments.Choose(experiments.Request("alice"), RolledOut(10_000)).Template?.Id.Version);
    }

    private static PromptAsset RolledOut(int share) => new()
    {
        Name = Prompt.Name,
        Versions = Prompt.Versions,
        Live = Prompt.Live,
        Candidate = Prompt.Find("v2"),
        CandidateShare = share,
    };
}
