using LlmProxy.Host.Startup;

namespace LlmProxy.Tests.Host.Startup;

public sealed class StartupBannerTests
{
    [Fact]
    public void Text_AllKnown_IsAFewAlignedLines() => Assert.Equal(
        """
        LlmProxy listens on http://localhost:8080, http://localhost:8081
          configuration  config/llmproxy.json
          clusters       sandbox: serves every model, since no provider has a key
                         openai: needs OPENAI_API_KEY
          guardrails     llm: requests pii; answers none

        """.ReplaceLineEndings(),
        StartupBanner.Text(
            ["http://localhost:8080", "http://localhost:8081"],
            "config/llmproxy.json",
            ["sandbox: serves every model, since no provider has a key", "openai: needs OPENAI_API_KEY"],
            ["llm: requests pii; answers none"]));
}
