using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Files;
using LlmProxy.Configuration.Reading;
using LlmProxy.Guardrails;
using LlmProxy.Prompts.Catalogue.Files;
using LlmProxy.Prompts.Experiments;
using LlmProxy.Prompts.Settings;
using LlmProxy.Tests.Configuration;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Tests.Prompts.Experiments;

public sealed class ExperimentReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("llmproxy-experiments-").FullName;

    public ExperimentReaderTests()
    {
        foreach (var prompt in new[] { "p", "q", "r" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, "prompts", prompt));
            File.WriteAllText(Path.Combine(_folder, "prompts", prompt, "v1.md"), "x");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private const string Two = """ "Variants": { "v1": { "Share": 90, "Version": "v1" }, "v2": { "Share": 10, "Version": "v2" } } """;

    [Theory]
    [InlineData(""" "e": { "Prompt": "p" } """, "e:Variants")]
    [InlineData(""" "e": { "Prompt": "pp", "Variants": { "a": {}, "b": { "Share": 5 } } } """, "e:Prompt")]
    [InlineData(""" "e": { "Variants": { "a": {} } } """, "e:Variants")]
    [InlineData(""" "e": { "Variants": { "a": {}, "b": {} } } """, "e:Variants:b:Share")]
    [InlineData(""" "e": { "Variants": { "a": { "Share": 60 }, "b": { "Share": 40.01 } } } """, "e:Variants")]
    [InlineData(""" "e": { "Variants": { "a": {}, "b": { "Share": 0.005 } } } """, "e:Variants:b:Share")]
    [InlineData(""" "e": { "Variants": { "a": {}, "b": { "Share": 101 } } } """, "e:Variants:b:Share")]
    [InlineData(""" "e": { "Variants": { "a": {}, "b": { "Share": 5, "Version": "v2" } } } """, "e:Variants:b:Version")]
    [InlineData(""" "e": { "Prompt": "p", "Variants": { "a": {}, "b": { "Share": 5, "Version": "v 2" } } } """, "e:Variants:b:Version")]
    [InlineData(""" "e": { "Variants": { "a": { "Shadow": true }, "b": { "Share": 5 } } } """, "e:Variants:a:Shadow")]
    [InlineData(""" "e": { "Variants": { "a": {}, "b": { "Share": 5, "Temperature": 3 } } } """, "e:Variants:b:Temperature")]
    [InlineData(""" "e": { "Variants": { "a": {}, "B": { "Share": 5 } } } """, "e:Variants:B")]
    [InlineData(""" "An experiment": { "Variants": { "a": {}, "b": { "Share": 5 } } } """, "An experiment")]
    [InlineData(""" "e": { "Control": "c", "Variants": { "a": { "Share": 5 }, "b": { "Share": 5 } } } """, "e:Control")]
    [InlineData(""" "e": { "Overrides": { "ann": "c" }, "Variants": { "a": {}, "b": { "Share": 5 } } } """, "e:Overrides:ann")]
    [InlineData(""" "e": { "Group": { "From": 50 }, "Variants": { "a": {}, "b": { "Share": 5 } } } """, "e:Group:Name")]
    [InlineData(""" "e": { "Group": { "Name": "g", "From": 50, "To": 50 }, "Variants": { "a": {}, "b": { "Share": 5 } } } """, "e:Group:To")]
    [InlineData(""" "e": { "Routes": [ "lm" ], "Variants": { "a": {}, "b": { "Share": 5 } } } """, "e:Routes:0")]
    [InlineData(""" "e": { "Variants": { "a": {}, "b": { "Share": 5, "Model": "gpt-4o" } } } """, "e:Variants:b:Model")]
    [InlineData(""" "e": { "Share": 5, "Variants": { "a": {}, "b": { "Share": 5 } } } """, "e:Share")]
    public void Read_Mistake_IsNotedWithItsPath(string experiments, string path) =>
        Assert.Equal([$"LlmProxy:Experiments:{path}"], Read(experiments).Errors.Select(error => error.Path).Distinct());

    [Fact]
    public void Read_PlacesInAGroupOverlap_IsNoted()
    {
        var error = Assert.Single(Read($$"""
            "one": { "Prompt": "p", "Group": { "Name": "g", "To": 50 }, {{Two}} },
            "two": { "Prompt": "q", "Group": { "Name": "g", "From": 49.99 }, {{Two}} },
            "three": { "Prompt": "r", "Group": { "Name": "h" }, {{Two}} }
            """).Errors);

        Assert.StartsWith("LlmProxy:Experiments:two:Group overlaps with that of 'one', which goes from 0 to 50", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Warn_VersionWithoutAFile_IsNoted()
    {
        var reading = Read(""" "e": { "Prompt": "p", "Variants": { "a": { "Version": "v1" }, "b": { "Version": "v2", "Share": 5 } } } """);
        var warnings = new List<ConfigurationError>();
        PromptRules.Warn(reading.ToModel(), new PromptNames(Path.Combine(_folder, "prompts")), warnings);

        Assert.Empty(reading.Errors);
        Assert.Equal("LlmProxy:Experiments:e:Variants:b:Version", Assert.Single(warnings).Path);
    }

    [Fact]
    public void Read_ModelOfTheRoutes_IsRight()
    {
        var reading = Read(""" "e": { "Models": [ "llama-*" ], "Variants": { "a-small": {}, "large": { "Share": 12.34, "Model": "llama-70b", "MaxTokens": 100 } } } """);

        Assert.Empty(reading.Errors);
        var experiment = Assert.Single(reading.Proxy.Model.Experiments.All);
        Assert.Equal(("a-small", 1_234, 8_766), (experiment.Control.Name, experiment.Share(1), experiment.Share(0)));
        Assert.Equal(VariedThings.Model | VariedThings.MaxTokens, experiment.Varies);
    }

    // The framework lists names by the alphabet; what stands first in the file is the control, and has the request.
    [Fact]
    public void Read_AFile_KeepsItsOrder()
    {
        var errors = new List<ConfigurationError>();
        var file = JsonConfigParser.Parse(Encoding.UTF8.GetBytes(Config("""
            "zeta": { "Variants": { "old": {}, "new": { "Share": 10 } } },
            "alpha": { "Variants": { "b": {}, "a": { "Share": 10 }, "c": { "Share": 10 } } }
            """)), "llmproxy.json", errors);
        var reading = LlmConfigReader.Read(new ConfigurationBuilder().Add(new ParsedFileSource(file!)).Build(), TestConfig.Env());
        var experiments = reading.Proxy.Model.Experiments;

        Assert.Empty(reading.Errors);
        Assert.Equal(["zeta", "alpha"], experiments.All.Select(experiment => experiment.Name));
        Assert.Equal(["b", "a", "c"], experiments.All[1].Variants.Select(variant => variant.Name));
        Assert.Equal(["old", "b"], experiments.All.Select(experiment => experiment.Control.Name));
    }

    [Fact]
    public void Read_OrderChanges_StampDoesToo()
    {
        var one = ProxyReader.Read(Section(), TestConfig.Env(), GuardFactories.BuiltIn, order: static _ => ["v1", "v2"]);
        var other = ProxyReader.Read(Section(), TestConfig.Env(), GuardFactories.BuiltIn, order: static _ => ["v2", "v1"]);

        Assert.NotEqual(one.Stamp, other.Stamp);
    }

    private static IConfigurationSection Section() => TestConfig.Of(Config($$""" "e": { "Prompt": "p", {{Two}} } """)).GetSection("LlmProxy");

    private LlmConfigReading Read(string experiments) => LlmConfigReader.Read(TestConfig.Of(Config(experiments)), TestConfig.Env(), folder: _folder);

    private static string Config(string experiments) => $$"""
        {
          "ReverseProxy": {
            "Routes": { "llm": { "ClusterId": "openai", "Match": { "Path": "/v1/{**rest}" }, "Llm": {} } },
            "Clusters": {
              "openai": { "Destinations": { "a": { "Address": "http://127.0.0.1:9/" } }, "Llm": { "Provider": "openai", "ApiKey": "${NOT_SET}", "Models": [ "o1" ] } },
              "local": { "Destinations": { "a": { "Address": "http://127.0.0.1:9/" } }, "Llm": { "Provider": "openai-compatible", "Models": [ "llama-70b", "llama-8b" ] } }
            }
          },
          "LlmProxy": { "Experiments": { {{experiments}} } }
        }
        """;
}
