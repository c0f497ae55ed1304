namespace LlmProxy.FunctionalTests.WireMock;

/// <summary>A test of several cases that needs the WireMock server, which needs Java: without it the test is shown as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WireMockTheoryAttribute : TheoryAttribute
{
    public WireMockTheoryAttribute() =>
        Skip = WireMockServer.Jar is null ? $"Needs Java 17 and WireMock: tests/run.sh brings both and sets {WireMockServer.JarVariable}." : null;
}
