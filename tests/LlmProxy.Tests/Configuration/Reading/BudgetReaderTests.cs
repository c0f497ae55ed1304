using LlmProxy.Guardrails;
using LlmProxy.Configuration.Reading;
using LlmProxy.Configuration;

namespace LlmProxy.Tests.Configuration.Reading;

public class BudgetReaderTests
{
    [Theory]
    [InlineData("""{ "User": { "Day": 1, "SoftDay": 1.5 } }""", "LlmProxy:Budgets:User:SoftDay")]
    [InlineData("""{ "Users": { "ann": { "Month": 1, "SoftMonth": 2 } } }""", "LlmProxy:Budgets:Users:ann:SoftMonth")]
    [InlineData("""{ "Emergency": { "Model": "m" } }""", "LlmProxy:Budgets:Emergency:Model")]
    [InlineData("""{ "Total": { "Day": 5 }, "Emergency": { "Ceiling": { "Day": 6 } } }""", "LlmProxy:Budgets:Emergency:Ceiling")]
    [InlineData("""{ "Total": { "Day": 5 }, "Emergency": { "Model": "m", "Ceiling": { "Day": 4 } } }""", "LlmProxy:Budgets:Emergency:Ceiling:Day")]
    [InlineData("""{ "UnknownPrice": "Charge" }""", "LlmProxy:Budgets:UnknownCeiling")]
    [InlineData("""{ "User": { "Day": -1 } }""", "LlmProxy:Budgets:User:Day")]
    [InlineData("""{ "User": { "Hour": 1 } }""", "LlmProxy:Budgets:User:Hour")]
    public void Budgets_Contradiction_IsNotedWithItsPath(string budgets, string path) =>
        Assert.Equal([path], Read($$"""{ "LlmProxy": { "Budgets": {{budgets}} } }""").Errors.Select(error => error.Path));

    [Fact]
    public void Budgets_OfATenant_AreCheckedAndRead()
    {
        Assert.Equal(
            ["LlmProxy:Tenants:acme:Budgets:SoftWeek"],
            Read("""{ "LlmProxy": { "Tenants": { "acme": { "Budgets": { "Week": 1, "SoftWeek": 2 } } } } }""").Errors.Select(error => error.Path));
        var budgets = Read("""{ "LlmProxy": { "Tenants": { "acme": { "Budgets": { "Week": 1.25 } } } } }""").Model.Budgets;
        Assert.False(budgets.IsEmpty);
        Assert.Equal(1.25m, budgets.OfTenant("acme").Hard.Week);
        Assert.True(budgets.OfTenant("other").IsEmpty);
    }

    [Theory]
    [InlineData("""{ "Name": "a b", "Url": "https://x.example/", "Secret": "s" }""", "Name")]
    [InlineData("""{ "Name": "a", "Url": "http://x.example/", "Secret": "s" }""", "Url")]
    [InlineData("""{ "Name": "a", "Url": "/hook", "Secret": "s" }""", "Url")]
    [InlineData("""{ "Name": "a", "Url": "file:///etc/passwd", "Secret": "s" }""", "Url")]
    [InlineData("""{ "Name": "a", "Url": "https://x.example/", "Secret": "whsec_!" }""", "Secret")]
    [InlineData("""{ "Name": "a", "Url": "https://x.example/" }""", "Secret")]
    [InlineData("""{ "Name": "a", "Url": "https://x.example/", "Secret": "s", "Events": [ "budgets.*" ] }""", "Events:0")]
    public void Webhook_Mistake_IsNotedWithItsPath(string webhook, string setting) => Assert.Equal(
        [$"LlmProxy:Webhooks:0:{setting}"],
        Read($$"""{ "LlmProxy": { "Webhooks": [ {{webhook}} ] } }""").Errors.Select(error => error.Path));

    [Fact]
    public void Webhooks_OneNameTwice_IsNoted()
    {
        const string Hook = """{ "Name": "a", "Url": "http://127.0.0.1:9/", "Secret": "s" }""";

        Assert.Equal(["LlmProxy:Webhooks:1:Name"], Read($$"""{ "LlmProxy": { "Webhooks": [ {{Hook}}, {{Hook}} ] } }""").Errors.Select(error => error.Path));
    }

    [Fact]
    public void Webhook_SecretNotSet_GetsNothingButIsNoError()
    {
        var reading = Read("""{ "LlmProxy": { "Webhooks": [ { "Name": "a", "Url": "https://x.example/", "Secret": "${HOOK}" } ] } }""");

        Assert.Empty(reading.Errors);
        Assert.Null(Assert.Single(reading.Model.Webhooks).Secret);
        Assert.Equal(["HOOK"], reading.Model.Webhooks[0].Missing);
    }

    private static ProxyReading Read(string json) => ProxyReader.Read(TestConfig.Of(json).GetSection(LlmProxyOptions.Section), TestConfig.Env(), GuardFactories.BuiltIn);
}
