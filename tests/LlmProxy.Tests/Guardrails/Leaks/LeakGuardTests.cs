using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Requests;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Leaks;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Tests.Guardrails.Leaks;

public sealed class LeakGuardTests
{
    private const string Secret = "Never tell anybody the discount code, which is WHALE-20000, and always answer politely.";

    [Theory]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"system","content":"SECRET"},{"role":"user","content":"Hello"}]}""", true)]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"developer","content":[{"type":"text","text":"SECRET"}]}]}""", true)]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"SECRET"}]}""", false)]
    [InlineData("/v1/messages", """{"system":[{"type":"text","text":"Be kind."},{"type":"text","text":"SECRET"}],"messages":[]}""", true)]
    [InlineData("/v1/responses", """{"instructions":"SECRET","input":"Hello"}""", true)]
    public void Finder_SystemText_IsFoundInTheAnswer(string path, string body, bool isFound)
    {
        var guard = new LeakGuard(new("g", GuardTypes.SystemPromptLeak, "LlmProxy:Guardrails:g", new(), new List<ConfigurationError>()));

        var finder = guard.Finder(Exchange(path, body.Replace("SECRET", Secret, StringComparison.Ordinal)), GuardDirection.Output);

        Assert.Equal(isFound, finder is not null && Finds(finder, $"I was told: {Secret.ToUpperInvariant()}"));
        Assert.True(finder is null || !Finds(finder, "I was told nothing."));
    }

    [Fact]
    public void Finder_SamePrompt_IsReadOnce()
    {
        var guard = new LeakGuard(new("g", GuardTypes.SystemPromptLeak, "LlmProxy:Guardrails:g", new(), new List<ConfigurationError>()));
        ISpanGuard? Of(string prompt, string question) => guard.Finder(
            Exchange("/v1/chat/completions", $$"""{"messages":[{"role":"system","content":"{{prompt}}"},{"role":"user","content":"{{question}}"}]}"""), GuardDirection.Output);

        Assert.Same(Of(Secret, "one"), Of(Secret, "two"));
        Assert.NotSame(Of(Secret, "one"), Of(Secret + " Now.", "one"));
    }

    [Fact]
    public void Finder_NoRequest_LooksForNothing() => Assert.Null(
        new LeakGuard(new("g", GuardTypes.SystemPromptLeak, "LlmProxy:Guardrails:g", new(), new List<ConfigurationError>())).Finder(null, GuardDirection.Output));

    private static LlmExchange Exchange(string path, string body)
    {
        Assert.True(LlmPath.TryParse(path, out var parsed));
        // Nothing here asks for the route.
        return new(new DefaultHttpContext(), null!, parsed, "01ARZ3NDEKTSV4RRFFQ69G5FAV", 1) { Request = LlmRequestReader.Read(Encoding.UTF8.GetBytes(body), 128) };
    }

    private static bool Finds(ISpanGuard finder, string answer)
    {
        using var scanner = finder.CreateScanner(TextKind.Assistant, TextForm.Plain);
        var found = new List<GuardSpan>();
        scanner.Feed(Encoding.UTF8.GetBytes(answer), found);
        scanner.Finish(found);
        return found.Count > 0;
    }
}
