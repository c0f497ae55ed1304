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
          prompts        1 prompt, 2 versions; live: chat@v1

        """.ReplaceLineEndings(),
        StartupBanner.Text(
            ["http://localhost:8080", "http://localhost:8081"],
            "config/llmproxy.json",
            ["sandbox: serves every model, since no provider has a key", "openai: needs OPENAI_API_KEY"],
            ["llm: requests pii; answers none"],
            ["1 prompt, 2 versions; live: chat@v1"]));
}
