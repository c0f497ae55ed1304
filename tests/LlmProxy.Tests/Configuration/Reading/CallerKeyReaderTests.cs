using LlmProxy.Guardrails;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Reading;
using LlmProxy.Endpoints;

namespace LlmProxy.Tests.Configuration.Reading;

public sealed class CallerKeyReaderTests
{
    private const string Secret = "a-secret-of-20-chars";

    [Fact]
    public void Read_StaticKey_IsResolved()
    {
        var keys = Read("""
            "Keys": { "Static": [ { "Name": "team-a", "Key": "${KEY}", "Tenant": "acme", "User": "ann", "Tags": [ "t" ], "Models": [ "gpt-*" ],
              "Endpoints": [ "chatCompletions" ], "Expires": "2026-12-31", "Limits": { "RequestsPerMinute": 5, "BudgetPerDay": 0.5 } } ] },
            "Tenants": { "acme": { "Weight": 3 } }
            """).Model.Keys;

        var key = Assert.Single(keys.Static);
        Assert.Equal(Secret, key.Secret!.Reveal());
        Assert.Equal(new DateTimeOffset(2026, 12, 31, 0, 0, 0, TimeSpan.Zero), key.Expires);
        Assert.Equal("key_config_team-a", key.Caller.KeyId);
        Assert.Equal("acme", key.Caller.Tenant);
        Assert.Equal("ann", key.Caller.User);
        Assert.Equal([LlmEndpoint.ChatCompletions], key.Caller.Scopes.Endpoints);
        Assert.True(key.Caller.Scopes.AllowsModel("gpt-4o"));
        Assert.Equal(5, key.Caller.Limits.RequestsPerMinute);
        Assert.Equal(0.5m, key.Caller.Limits.BudgetPerDay);
        Assert.Null(key.Caller.Limits.TokensPerDay);
    }

    [Fact]
    public void Read_VariableNotSet_KeyIsThereWithoutASecret()
    {
        var reading = Read("""  "Keys": { "Static": [ { "Name": "a", "Key": "${NOT_SET}" } ] }  """);

        Assert.Empty(reading.Errors);
        Assert.Null(Assert.Single(reading.Model.Keys.Static).Secret);
        Assert.Equal(["NOT_SET"], reading.Model.Keys.Missing);
    }

    [Theory]
    [InlineData("""{ "Static": [ { "Key": "${KEY}" } ] }""", "LlmProxy:Keys:Static:0:Name")]
    [InlineData("""{ "Static": [ { "Name": "a" } ] }""", "LlmProxy:Keys:Static:0:Key")]
    [InlineData("""{ "Static": [ { "Name": "a b", "Key": "${KEY}" } ] }""", "LlmProxy:Keys:Static:0:Name")]
    [InlineData("""{ "Static": [ { "Name": "a", "Key": "too-short" } ] }""", "LlmProxy:Keys:Static:0:Key")]
    [InlineData("""{ "Static": [ { "Name": "a", "Key": "${KEY}" }, { "Name": "A", "Key": "another-secret-of-enough" } ] }""", "LlmProxy:Keys:Static:1:Name")]
    [InlineData("""{ "Static": [ { "Name": "a", "Key": "${KEY}" }, { "Name": "b", "Key": "${KEY}" } ] }""", "LlmProxy:Keys:Static:1:Key")]
    [InlineData("""{ "Static": [ { "Name": "a", "Key": "${KEY}", "Tenant": "acne" } ] }""", "LlmProxy:Keys:Static:0:Tenant")]
    [InlineData("""{ "Static": [ { "Name": "a", "Key": "${KEY}", "Endpoints": [ "Chat" ] } ] }""", "LlmProxy:Keys:Static:0:Endpoints:0")]
    [InlineData("""{ "Static": [ { "Name": "a", "Key": "${KEY}", "Expires": "soon" } ] }""", "LlmProxy:Keys:Static:0:Expires")]
    [InlineData("""{ "Static": [ { "Name": "a", "Key": "${KEY}", "Limits": { "RequestsPerMinute": 0 } } ] }""", "LlmProxy:Keys:Static:0:Limits:RequestsPerMinute")]
    [InlineData("""{ "HashKey": "short" }""", "LlmProxy:Keys:HashKey")]
    [InlineData("""{ "HashKey": "${NOT_SET}" }""", "LlmProxy:Keys:HashKey")]
    [InlineData("""{ "UnknownObjects": "Maybe" }""", "LlmProxy:Keys:UnknownObjects")]
    public void Read_Mistake_NamesItsPlace(string keys, string path)
    {
        var errors = Read($$"""  "Keys": {{keys}}, "Tenants": { "acme": {} }  """).Errors;

        Assert.Equal(path, Assert.Single(errors).Path);
        Assert.DoesNotContain(errors, error => $"{error}".Contains(Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://*.example.com")]
    [InlineData("app.example.com")]
    [InlineData("https://app.example.com/")]
    [InlineData("https://app.example.com/app")]
    [InlineData("https://APP.example.com")]
    [InlineData("https://app.example.com:443")]
    [InlineData("https://u@app.example.com")]
    [InlineData("null")]
    public void Read_NoOrigin_IsAnError(string origin) =>
        Assert.Equal("LlmProxy:Cors:Origins:0", Assert.Single(Read($$"""  "Cors": { "Origins": [ "{{origin}}" ] }  """).Errors).Path);

    [Theory]
    [InlineData("https://app.example.com")]
    [InlineData("http://localhost:3000")]
    [InlineData("http://[::1]:3000")]
    [InlineData("chrome-extension://abcdefgh")]
    public void Read_Origin_IsTaken(string origin) => Assert.Empty(Read($$"""  "Cors": { "Origins": [ "{{origin}}" ] }  """).Errors);

    private static ProxyReading Read(string settings) =>
        ProxyReader.Read(TestConfig.Of($$"""{ "LlmProxy": { {{settings}} } }""").GetSection(LlmProxyOptions.Section), TestConfig.Env(("KEY", Secret)), GuardFactories.BuiltIn);
}
