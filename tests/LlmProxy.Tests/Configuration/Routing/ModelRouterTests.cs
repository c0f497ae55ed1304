using System.Collections.Frozen;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Routing;
using LlmProxy.Providers;

namespace LlmProxy.Tests.Configuration.Routing;

public class ModelRouterTests
{
    [Theory]
    [InlineData("gpt-4o-mini", "exact")]
    [InlineData("gpt-4o-audio", "long")]
    [InlineData("gpt-5", "short")]
    [InlineData("claude-3", "rest")]
    public void Pick_SeveralPatterns_MostSpecificWinsWhateverTheOrder(string model, string expected)
    {
        LlmClusterModel[] clusters =
        [
            Cluster("rest", "*"), Cluster("short", "gpt-*"), Cluster("long", "gpt-4o-*"), Cluster("exact", "gpt-4o-mini"),
        ];

        Assert.Equal(expected, new ModelRouter(clusters[0], clusters).Pick(model).Cluster?.ClusterId);
        Assert.Equal(expected, new ModelRouter(clusters[0], clusters.Reverse()).Pick(model).Cluster?.ClusterId);
    }

    [Theory]
    [InlineData("m", "other", "first")] // nobody is the route's own: the order of the configuration
    [InlineData("m", "second", "second")]
    [InlineData("p-1", "other", "first")]
    [InlineData("p-1", "second", "second")]
    public void Pick_Tie_GoesToTheOwnClusterThenToTheFirst(string model, string own, string expected)
    {
        LlmClusterModel[] clusters = [Cluster("other"), Cluster("first", "m", "p-*"), Cluster("second", "m", "p-*")];

        var router = new ModelRouter(clusters.Single(c => c.ClusterId == own), clusters);

        Assert.Equal(expected, router.Pick(model).Cluster?.ClusterId);
        Assert.Equal(ModelPickReason.Matched, router.Pick(model).Reason);
    }

    [Fact]
    public void Pick_Alias_IsRenamedAndIsAsGoodAsAName()
    {
        var own = Cluster("own", "*");
        var other = With(Cluster("other", "llama-70b"), aliases: new() { ["smart"] = "llama-70b" });
        var router = new ModelRouter(own, [own, other]);

        Assert.Equal(new ModelPick(ModelPickReason.Matched, other, "llama-70b", Pattern: "smart"), router.Pick("smart"));
        Assert.Equal(new ModelPick(ModelPickReason.Matched, other, Pattern: "llama-70b"), router.Pick("llama-70b"));
        Assert.Equal(new ModelPick(ModelPickReason.Matched, own, Pattern: "*"), router.Pick("Smart"));
    }

    [Fact]
    public void Pick_ClusterWithoutItsKey_IsPassedOver()
    {
        var exact = Lacking("exact", "gpt-4o");
        var wide = Cluster("wide", "gpt-*");

        Assert.Same(wide, new ModelRouter(exact, [exact, wide]).Pick("gpt-4o").Cluster);
    }

    [Fact]
    public void Pick_NothingMatches_GoesToTheOwnCluster()
    {
        var own = Cluster("own", "gpt-*");

        var pick = new ModelRouter(own, [own, Cluster("other", "claude-*")]).Pick("mystery");

        Assert.Equal(new ModelPick(ModelPickReason.RouteDefault, own), pick);
        Assert.False(pick.IsMatch);
    }

    [Fact]
    public void Pick_NoProviderHasItsKey_SandboxTakesAll()
    {
        var openai = Lacking("openai", "gpt-*");
        var sandbox = Sandbox("*");
        var router = new ModelRouter(openai, [openai, sandbox]);

        Assert.True(router.IsSandboxMode);
        Assert.Same(sandbox, router.Pick("gpt-4o").Cluster);
        Assert.Same(sandbox, router.Pick("mystery").Cluster);
        Assert.Same(sandbox, router.Default());
    }

    [Fact]
    public void Pick_AProviderHasItsKey_SandboxTakesItsOwnNamesAlone()
    {
        var openai = Cluster("openai", "gpt-*");
        var sandbox = Sandbox("*", "declared");
        var router = new ModelRouter(sandbox, [openai, sandbox]);

        Assert.False(router.IsSandboxMode);
        Assert.Same(openai, router.Pick("gpt-4o").Cluster);
        Assert.Same(sandbox, router.Pick("sandbox-small").Cluster);
        Assert.Same(sandbox, router.Pick("declared").Cluster);
        Assert.Equal(new ModelPick(ModelPickReason.UnknownModel, null), router.Pick("gtp-4o"));
        Assert.Equal(["sandbox*", "declared", "gpt-*"], router.Served);
        Assert.Same(openai, router.Default());
    }

    [Fact]
    public void Pick_RouteOfSandboxesAlone_SandboxTakesAll()
    {
        var sandbox = Sandbox("*");

        Assert.Same(sandbox, new ModelRouter(sandbox, [sandbox]).Pick("gpt-4o").Cluster);
    }

    [Fact]
    public void Pick_ModelOfAClusterWithoutItsKey_NamesThatCluster()
    {
        var openai = Lacking("openai", "gpt-*");
        var anthropic = Cluster("anthropic", "claude-*");
        var router = new ModelRouter(openai, [openai, anthropic, Sandbox("*")]);

        Assert.Equal(new ModelPick(ModelPickReason.MissingKey, null, Unusable: openai), router.Pick("gpt-4o"));
        Assert.Equal(new ModelPick(ModelPickReason.UnknownModel, null), router.Pick("mystery"));
        Assert.Same(anthropic, router.Default());
    }

    [Fact]
    public void Pick_NoClusterUsable_NamesTheOwnOne()
    {
        var openai = Lacking("openai", "gpt-*");
        var router = new ModelRouter(openai, [openai]);

        Assert.Equal(new ModelPick(ModelPickReason.MissingKey, null, Unusable: openai), router.Pick("mystery"));
        Assert.Null(router.Default());
        Assert.Empty(router.Served);
    }

    [Fact]
    public void Default_OwnClusterNotUsable_PrefersOneThatSuits()
    {
        var anthropic = Cluster("anthropic", "claude-*");
        var groq = Cluster("groq", "llama-*");
        var router = new ModelRouter(Sandbox("*"), [anthropic, groq, Sandbox("*")]);

        Assert.Same(groq, router.Default(cluster => cluster != anthropic));
        Assert.Same(anthropic, router.Default(_ => false));
    }

    [Fact]
    public void Default_OwnClusterUsable_IsIt()
    {
        var own = Cluster("own");

        Assert.Same(own, new ModelRouter(own, [Cluster("first", "*"), own]).Default());
    }

    [Fact]
    public void Pick_ManyTimes_AllocatesNothing()
    {
        var own = Cluster("own", "exact", "gpt-*", "*-mini");
        var router = new ModelRouter(own, [own]);
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run()
        {
            for (var i = 0; i < 1_000; i++)
            {
                router.Pick("exact");
                router.Pick("gpt-4o");
                router.Pick("o1-mini");
                router.Pick("unknown");
            }
        }
    }

    private static LlmClusterModel Cluster(string id, params string[] models) =>
        Make(id, ProviderNames.OpenAi, models, []);

    private static LlmClusterModel Lacking(string id, params string[] models) =>
        Make(id, ProviderNames.OpenAi, models, ["SOME_KEY"]);

    private static LlmClusterModel Sandbox(params string[] models) =>
        Make("sandbox", ProviderNames.Sandbox, models, []);

    private static LlmClusterModel Make(string id, string provider, string[] models, string[] missing) => new()
    {
        ClusterId = id,
        Provider = provider,
        Models = [.. models.Select(m => new ModelPattern(m))],
        MissingKeys = missing,
    };

    private static LlmClusterModel With(LlmClusterModel cluster, Dictionary<string, string> aliases) => new()
    {
        ClusterId = cluster.ClusterId,
        Provider = cluster.Provider,
        Models = cluster.Models,
        Aliases = aliases.ToFrozenDictionary(),
    };
}
