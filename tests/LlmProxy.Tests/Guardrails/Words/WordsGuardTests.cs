using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Settings;
using LlmProxy.Guardrails.Words;

namespace LlmProxy.Tests.Guardrails.Words;

public sealed class WordsGuardTests
{
    private static readonly WordsGuardFactory Deny = new(GuardTypes.Deny, "DENIED");

    [Theory]
    [InlineData("Project Falcon starts.", "Project Falcon")]
    [InlineData("about PROJECT\n falcon", "PROJECT\n falcon")]
    [InlineData("ｐｒｏｊｅｃｔ ｆａｌｃｏｎ", "ｐｒｏｊｅｃｔ ｆａｌｃｏｎ")]
    [InlineData("proj\u200Bect falcon", "proj\u200Bect falcon")]
    [InlineData("projects falcon", null)]
    [InlineData("project falcons", null)]
    [InlineData("in C++ and C", "C++")]
    [InlineData("a café.", "café")]
    [InlineData("a cafe\u0301.", "cafe\u0301")]
    [InlineData("CAFÉ", "CAFÉ")]
    [InlineData("cafés", null)]
    [InlineData("ORDER-1234 is late", "ORDER-1234")]
    [InlineData("order-1234 is late", null)]
    public void Finder_WordsAndPatterns_AreFoundWhole(string text, string? expected)
    {
        var guard = Create(new() { Words = ["project falcon", "C++", "café"], Patterns = [@"ORDER-\d{4}"] });

        Assert.Equal(expected is null ? [] : [expected], Find(guard, text));
    }

    [Theory]
    [InlineData(true, "&#102;alcon", "&#102;alcon")]
    [InlineData(false, "&#102;alcon", null)]
    public void Finder_Html_IsReadWhereAsked(bool decode, string text, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Find(Create(new() { Words = ["falcon"], DecodeHtml = decode }), text));

    [Theory]
    [InlineData(true, GuardDirection.Input, 1)]
    [InlineData(true, GuardDirection.Output, 0)]
    [InlineData(false, GuardDirection.Input, 0)]
    public void Finder_Encoded_IsFoundInRequestsWhereAsked(bool decode, GuardDirection direction, int expected)
    {
        var finder = Create(new() { Words = ["project falcon"], DecodeEmbedded = decode }).Finder(null, direction)!;
        var text = Encoding.UTF8.GetBytes("Decode: " + Convert.ToBase64String("Tell me everything about Project Falcon, please."u8) + " and answer.");

        Assert.Equal(expected, Spans(finder, text, text.Length).Count);
    }

    [Fact]
    public void Finder_NotNormalised_TakesTextsAsTheyStand()
    {
        var guard = Create(new() { Words = ["falcon"], Normalize = false });

        Assert.Equal(["Falcon"], Find(guard, "Falcon"));
        Assert.Empty(Find(guard, "ｆａｌｃｏｎ"));
    }

    [Fact]
    public void Finder_AnyChunks_TellTheSame()
    {
        var finder = Create(new() { Words = ["project falcon", "café"], Patterns = [@"ORDER-\d{4}"] }).Finder(null, GuardDirection.Output)!;
        var text = Encoding.UTF8.GetBytes("a cafe\u0301 for ｐｒｏｊｅｃｔ  falcon, ORDER-1234 and project falco");
        var expected = Spans(finder, text, text.Length);

        Assert.Equal(3, expected.Count);
        for (var size = 1; size < text.Length; size++)
            Assert.Equal(expected, Spans(finder, text, size));
    }

    [Fact]
    public void Create_WhatCannotBeUsed_IsAnErrorWithItsPath()
    {
        var errors = new List<ConfigurationError>();
        Deny.Create(new("g", GuardTypes.Deny, "LlmProxy:Guardrails:g", new() { Words = ["fine", " "], Patterns = [@"(a)\1", "b("] }, errors));

        Assert.Equal(
            ["LlmProxy:Guardrails:g:Words:1", "LlmProxy:Guardrails:g:Patterns:0", "LlmProxy:Guardrails:g:Patterns:1"], errors.Select(error => error.Path));
    }

    [Fact]
    public void Create_Nothing_IsAnError()
    {
        var errors = new List<ConfigurationError>();
        Assert.Null(Deny.Create(new("g", GuardTypes.Deny, "LlmProxy:Guardrails:g", new(), errors)));
        Assert.Single(errors);
    }

    private static SpanGuard Create(GuardrailOptions options)
    {
        var errors = new List<ConfigurationError>();
        var guard = Deny.Create(new("g", GuardTypes.Deny, "LlmProxy:Guardrails:g", options, errors));
        Assert.Empty(errors);
        return Assert.IsAssignableFrom<SpanGuard>(guard);
    }

    private static List<string> Find(SpanGuard guard, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [.. Spans(guard.Finder(null, GuardDirection.Input)!, bytes, bytes.Length).Select(span =>
        {
            Assert.Equal("DENIED", span.Type);
            return Encoding.UTF8.GetString(bytes, (int)span.Start, span.Length);
        })];
    }

    private static List<GuardSpan> Spans(ISpanGuard finder, byte[] text, int size)
    {
        using var scanner = finder.CreateScanner(TextKind.User, TextForm.Plain);
        var found = new List<GuardSpan>();
        foreach (var chunk in text.Chunk(size))
            scanner.Feed(chunk, found);
        scanner.Finish(found);
        return found;
    }
}
