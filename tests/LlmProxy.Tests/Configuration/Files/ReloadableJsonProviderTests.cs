using LlmProxy.Configuration.Files;
using LlmProxy.Configuration.Reading;
using LlmProxy.Configuration.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace LlmProxy.Tests.Configuration.Files;

public sealed class ReloadableJsonProviderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("llmproxy-").FullName;
    private readonly Dictionary<string, string> _secretFiles = [];
    private readonly Dictionary<string, string?> _overrides = [];

    private string FilePath => Path.Combine(_folder, "llmproxy.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_GoodFile_IsTheFirstGeneration()
    {
        Write(Config("gpt-*"));
        var (root, _, status) = Open();

        Assert.Equal("gpt-*", root["ReverseProxy:Clusters:c:Llm:Models:0"]);
        Assert.Equal(1, status.Last.Generation);
        Assert.Empty(status.LastErrors);
        Assert.Equal(FilePath, status.Source);
        Assert.NotEqual(default, status.LoadedAt);
    }

    [Fact]
    public void Load_BadOrMissingFile_LeavesNothingAndSaysWhy()
    {
        var (root, _, status) = Open();
        Assert.Empty(root.GetChildren());
        Assert.Contains("does not exist", Assert.Single(status.LastErrors), StringComparison.Ordinal);
        Assert.Equal(0, status.Last.Generation);

        Write("""{ "ReverseProxy": { "Clusters": { "c": { "Llm": { "Provder": "x" } } } } }""");
        (root, _, status) = Open();
        Assert.Empty(root.GetChildren());
        Assert.Equal(3, status.LastErrors.Count); // the name, the missing provider, the missing destinations
    }

    [Fact]
    public void Reload_GoodChange_IsTakenAndTold()
    {
        Write(Config("gpt-*"));
        var (root, provider, status) = Open();
        var told = Count(root);

        Write(Config("o1"));
        provider.Reload();

        Assert.Equal("o1", root["ReverseProxy:Clusters:c:Llm:Models:0"]);
        Assert.Equal((1, 2), (told(), status.Last.Generation));
    }

    [Fact]
    public void Reload_NothingChanged_TellsNobody()
    {
        Write(Config("gpt-*"));
        var (root, provider, status) = Open();
        var told = Count(root);

        provider.Reload();

        Assert.Equal((0, 1), (told(), status.Last.Generation));
    }

    [Theory]
    [InlineData("{ \"ReverseProxy\": ")]
    [InlineData("")]
    [InlineData(null)] // deleted
    [InlineData("{ \"LlmProxy\": { \"Limitss\": {} } }")]
    [InlineData("{ \"LlmProxy\": {}, \"llmproxy\": {} }")]
    public void Reload_BadChange_KeepsTheLastGoodAndRecoversOnTheNext(string? text)
    {
        Write(Config("gpt-*"));
        var (root, provider, status) = Open();
        var told = Count(root);

        Write(text);
        provider.Reload();

        Assert.Equal("gpt-*", root["ReverseProxy:Clusters:c:Llm:Models:0"]);
        Assert.Single(status.LastErrors);
        Assert.Equal((0, 1), (told(), status.Last.Generation));

        Write(Config("gpt-*"));
        provider.Reload();

        Assert.Empty(status.LastErrors);
        Assert.Equal((1, 2), (told(), status.Last.Generation));
    }

    [Fact]
    public void Reload_OverrideMakesItBad_IsRefused()
    {
        Write(Config("gpt-*"));
        var (_, provider, status) = Open();
        _overrides["ReverseProxy:Clusters:c:Llm:Provider"] = "nobody";

        Write(Config("o1"));
        provider.Reload();

        Assert.Contains("is 'nobody', not a provider", Assert.Single(status.LastErrors), StringComparison.Ordinal);
    }

    [Fact]
    public void Reload_SecretFileRotated_IsTold()
    {
        _secretFiles["/run/key"] = "one";
        Write(Config("gpt-*", """ "ApiKey": "${file:/run/key}", """));
        var (root, provider, status) = Open();
        var told = Count(root);

        _secretFiles["/run/key"] = "two";
        provider.Reload();
        provider.Reload();

        Assert.Equal((1, 2), (told(), status.Last.Generation));
    }

    [Fact]
    public void Reload_AReaderFails_IsReportedAndNotThrown()
    {
        Write(Config("gpt-*"));
        var (root, provider, status) = Open();
        using var registration = ChangeToken.OnChange(root.GetReloadToken, () => throw new InvalidOperationException("no such level"));

        Write(Config("o1"));
        provider.Reload();

        Assert.Equal(2, status.Last.Generation);
        Assert.Equal($"{FilePath} is in force, but not everywhere; no such level.", Assert.Single(status.LastErrors));
    }

    [Fact]
    public void NamesUnder_Clusters_AreInTheOrderOfTheFile()
    {
        Write("""{ "ReverseProxy": { "Clusters": { "zeta": {}, "alpha": {}, "Mid": {} } } }""");
        var (root, _, _) = Open();

        Assert.Equal(["alpha", "Mid", "zeta"], root.GetSection("ReverseProxy:Clusters").GetChildren().Select(c => c.Key));
        Assert.Equal(["zeta", "alpha", "Mid"], LlmSections.InOrder(root, "ReverseProxy:Clusters").Select(c => c.Key));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Watch_FileChanges_IsNoticed(bool replaced)
    {
        Write(Config("gpt-*"));
        using var provider = new ReloadableJsonProvider(Source(watch: true));
        using var root = new ConfigurationRoot([provider]);
        var changed = new TaskCompletionSource();
        using var registration = ChangeToken.OnChange(root.GetReloadToken, () => changed.TrySetResult());

        if (replaced)
        {
            var other = Path.Combine(_folder, "new.json");
            File.WriteAllText(other, Config("o1"));
            File.Move(other, FilePath, overwrite: true);
        }
        else
        {
            Write(Config("o1"));
        }

        await changed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("o1", root["ReverseProxy:Clusters:c:Llm:Models:0"]);
    }

    private (IConfigurationRoot Root, ReloadableJsonProvider Provider, ConfigurationStatus Status) Open()
    {
        var source = Source(watch: false);
        var root = new ConfigurationBuilder().Add(source).Build();
        return (root, root.Providers.OfType<ReloadableJsonProvider>().Single(), source.Status);
    }

    private ReloadableJsonSource Source(bool watch) => new(FilePath)
    {
        Watch = watch,
        Overrides = builder => builder.AddInMemoryCollection(_overrides),
        Secrets = new SecretResolver(_ => null, path => _secretFiles.GetValueOrDefault(path)),
    };

    private void Write(string? text)
    {
        if (text is null)
        {
            File.Delete(FilePath);
        }
        else
        {
            File.WriteAllText(FilePath, text);
        }
    }

    private static Func<int> Count(IConfigurationRoot root)
    {
        var count = 0;
        ChangeToken.OnChange(root.GetReloadToken, () => count++);
        return () => count;
    }

    private static string Config(string model, string more = "") => $$"""
        {
          "ReverseProxy": {
            "Clusters": {
              "c": {
                "Destinations": { "d": { "Address": "https://api.example.com/" } },
                "Llm": { "Provider": "openai", {{more}} "Models": [ "{{model}}" ] }
              }
            }
          }
        }
        """;
}
