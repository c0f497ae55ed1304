using System.Text;
using LlmProxy.Core.Guardrails.Masking;
using LlmProxy.Endpoints;
using LlmProxy.Prompts.Evaluations.Content;

namespace LlmProxy.Tests.Prompts.Evaluations.Content;

public sealed class RedactedAnswerTests
{
    [Fact]
    public void Of_WhatTheClientGotBack_IsMaskedAgain()
    {
        var masks = new MaskVault(_ => false);
        masks.TryMask("PROJECT", "Blue"u8, out _);
        masks.TryMask("PROJECT", "Blue Heron"u8, out _);

        var answer = Of("Blue Heron is late, and Blue too.", masks: masks);

        Assert.Equal("<PROJECT_2> is late, and <PROJECT_1> too.", answer.Text);
        Assert.Equal(33, answer.Characters);
    }

    [Fact]
    public void Of_LongAnswer_IsRedactedBeforeItIsCut()
    {
        // Cut first, the address would end in the middle and be none.
        var answer = Of("Ask jane@example.org now.", maxCharacters: 12);

        Assert.Equal("Ask [REDACTE", answer.Text);
        Assert.True(answer.IsCut);
    }

    [Fact]
    public void Of_CutInACharacter_LeavesItOut()
    {
        var answer = Of("abc\ud83d\ude00def", maxCharacters: 4);

        Assert.Equal("abc", answer.Text);
        // Code points: a, b, c, the face, d, e, f.
        Assert.Equal(7, answer.Characters);
    }

    [Fact]
    public void Of_NoContentWanted_IsMeasuredOnly() => Assert.Equal(new RedactedAnswer(5, null, false), Of("Hello", maxCharacters: 0));

    [Fact]
    public void Of_NoAnswer_IsUnknown()
    {
        using var redactor = new TextRedactor();

        Assert.Equal(default, RedactedAnswer.Of(LlmEndpoint.ChatCompletions, false, "<html>"u8.ToArray(), null, redactor, 100));
    }

    private static RedactedAnswer Of(string text, int maxCharacters = 1000, MaskVault? masks = null)
    {
        var json = new System.Text.Json.Nodes.JsonObject { ["choices"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["message"] = new System.Text.Json.Nodes.JsonObject { ["content"] = text } }) };
        using var redactor = new TextRedactor();
        return RedactedAnswer.Of(LlmEndpoint.ChatCompletions, false, Encoding.UTF8.GetBytes(json.ToJsonString()), masks, redactor, maxCharacters);
    }
}
