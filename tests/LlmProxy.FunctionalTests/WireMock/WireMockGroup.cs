namespace LlmProxy.FunctionalTests.WireMock;

/// <summary>The tests that share one WireMock server.</summary>
[CollectionDefinition(Name)]
public sealed class WireMockGroup : ICollectionFixture<WireMockServer>
{
    public const string Name = "WireMock";
}
