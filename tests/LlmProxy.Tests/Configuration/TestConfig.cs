using System.Text;
using LlmProxy.Configuration.Secrets;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Tests.Configuration;

/// <summary>Configurations and environments made of text.</summary>
internal static class TestConfig
{
    public static IConfigurationRoot Of(string json) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();

    /// <summary>An environment with just these variables, and no files.</summary>
    public static SecretResolver Env(params (string Name, string Value)[] variables) => new(
        name => variables.FirstOrDefault(v => v.Name == name).Value, _ => null);
}
