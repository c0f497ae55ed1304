using System.Text;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Requests;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Delivery.Guarded.Corrections;
using LlmProxy.Tests.Metering.Charges;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Tests.Exchange.Delivery.Guarded;

public sealed class CorrectionRulesTests
{
    [Theory]
    [InlineData("/v1/chat/completions", """{"messages":[1]}""", "[1]")]
    [InlineData("/v1/chat/completions", """{"n":1,"messages":[1]}""", "[1]")]
    [InlineData("/v1/chat/completions", """{"n":2,"messages":[1]}""", "")]
    [InlineData("/v1/messages", """{"messages":[1]}""", "[1]")]
    [InlineData("/v1/responses", """{"input":"a","previous_response_id":"r"}""", "\"a\"")]
    [InlineData("/v1/responses", """{"input":"a","conversation":null}""", "\"a\"")]
    [InlineData("/v1/responses", """{"input":"a","conversation":"c"}""", "")]
    [InlineData("/v1/responses", """{"input":"a","background":true}""", "")]
    [InlineData("/v1/completions", """{"prompt":"a"}""", "")]
    [InlineData("/v1/responses/compact", """{"input":"a"}""", "")]
    public void PlaceIn_Request_IsItsConversationWhereThatCanGoOn(string path, string body, string expected)
    {
        Assert.True(LlmPath.TryParse(path, out var parsed));
        var context = new DefaultHttpContext { Request = { Method = "POST" } };
        using var pooled = new PooledBody(new BufferBudget(() => 1_000_000), body.Length);
        var exchange = new LlmExchange(context, null!, parsed, "01ARZ3NDEKTSV4RRFFQ69G5FAV", 1)
        {
            Request = LlmRequestReader.Read(Encoding.UTF8.GetBytes(body), 64), Body = pooled,
        };

        var place = CorrectionRules.PlaceIn(exchange);

        Assert.Equal(expected, body.Substring(place.Start, place.Length));
    }

    [Fact]
    public void SaidIn_PartsOfOneMessage_AreJoined() =>
        Assert.Equal("ab", Said([Text("a", 0), Text("why", -1, TextKind.Reasoning), Text("b", 0)]));

    [Fact]
    public void SaidIn_WhatCannotBeSentBack_IsNull()
    {
        Assert.Null(Said([Text("a", 0), Text("b", 1)]));
        Assert.Null(Said([Text("a", 0), Text("{}", -1, TextKind.ToolArguments)]));
        Assert.Null(Said([Text("why", -1, TextKind.Reasoning)]));
        Assert.Null(Said([Text("a", 0)], FinishReason.ContentFilter));
        Assert.NotNull(Said([Text(new string('a', 256 * 1024), 0)]));
        Assert.Null(Said([Text(new string('a', 256 * 1024), 0), Text("b", 0)]));
    }

    [Theory]
    [InlineData(599.0, true)]
    [InlineData(599.1, false)]
    public void HasTime_TenMinutesInAll_LastSecondIsTooShort(double seconds, bool expected)
    {
        using var request = new ChargedExchange();
        var attempt = request.Send();

        request.Clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(expected, CorrectionRules.HasTime(attempt, request.Clock));
    }

    private static string? Said(AnswerText[] texts, FinishReason finish = FinishReason.Stop) =>
        CorrectionRules.SaidIn(finish, texts) is { } said ? Encoding.UTF8.GetString(said) : null;

    private static AnswerText Text(string text, int message, TextKind kind = TextKind.Assistant) => new(kind, TextForm.Plain, Encoding.UTF8.GetBytes(text), message);
}
