using System.Text.Json;
using LlmProxy.Events;
using LlmProxy.Metering.Ledger;
using LlmProxy.Core.Protocols;
using LlmProxy.Storage;
using LlmProxy.Tests.Budgets;
using LlmProxy.Webhooks;

namespace LlmProxy.Tests.Webhooks;

public class WebhookHubTests
{
    private readonly MemoryStateStore _store = new();

    [Fact]
    public void Wants_NoPatterns_MeansAllThatAreNotForEachRequest()
    {
        using var hooks = new WebhookFixture(_store, WebhookFixture.Receiver("a"));

        Assert.Equal(
            [
                "budget.soft_limit", "budget.hard_limit", "budget.emergency.started", "budget.emergency.ended", "key.created", "key.revoked",
                "prompt.rolled_back", "prompt.rollout", "experiment.variant_stopped",
            ],
            EventTypes.All.Where(hooks.Hub.Wants));
    }

    [Fact]
    public void Publish_NobodyWantsIt_LeavesNothing()
    {
        using var hooks = new WebhookFixture(_store, WebhookFixture.Receiver("a", "budget.*"));

        hooks.Hub.Publish(WebhookFixture.Happened());

        Assert.False(hooks.Hub.Wants(EventTypes.KeyRevoked));
        Assert.True(hooks.Hub.Wants(EventTypes.EmergencyEnded));
        Assert.Equal(0, hooks.Outbox.Events);
    }

    [Fact]
    public async Task Publish_Usage_IsGatheredIntoLists()
    {
        using var hooks = new WebhookFixture(_store, WebhookFixture.Receiver("a", "usage"));
        for (var i = 1; i <= 4; i++)
            hooks.Hub.Publish(new UsageEvent(Record($"r{i}", i == 2 ? null : 0.10m * i)));
        Assert.Equal(3, hooks.Outbox.Events);
        hooks.Hub.Flush();

        await hooks.DrainAsync();

        Assert.All(hooks.Answers.Requests, sent => Assert.Equal("application/cloudevents-batch+json; charset=utf-8", sent.ContentType));
        Assert.Equal([3, 1], hooks.Answers.Requests.Select(sent => JsonDocument.Parse(sent.Body).RootElement.GetArrayLength()));
        var first = JsonDocument.Parse(hooks.Answers.Requests[0].Body).RootElement;
        Assert.Equal(0.10m, first[0].GetProperty("data").GetProperty("cost_usd").GetDecimal());
        // What is not known is null, and never 0.
        Assert.Equal(JsonValueKind.Null, first[1].GetProperty("data").GetProperty("cost_usd").ValueKind);
        Assert.Equal(3, first.EnumerateArray().Select(one => one.GetProperty("id").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Add_TooMuchWaits_GivesUpUsageFirstAndThenTheOldest()
    {
        using var hooks = new WebhookFixture(_store, WebhookFixture.Receiver("a", "*"));
        hooks.Hub.Publish(WebhookFixture.Happened("1"));
        hooks.Hub.Publish(WebhookFixture.Happened("2"));
        for (var i = 0; i < 3; i++)
            hooks.Hub.Publish(new UsageEvent(Record($"r{i}", 1m)));
        Assert.Equal(5, hooks.Outbox.Events);

        for (var i = 3; i <= 6; i++)
            hooks.Hub.Publish(WebhookFixture.Happened($"{i}"));

        Assert.Equal(["llmproxy.webhook.dropped 3 a full", "llmproxy.webhook.dropped 1 a full"], hooks.Measured);
        await hooks.DrainAsync();
        Assert.Equal(
            ["key/2", "key/3", "key/4", "key/5", "key/6"],
            hooks.Answers.Requests.Select(sent => JsonDocument.Parse(sent.Body).RootElement.GetProperty("subject").GetString()));
        Assert.Empty(await _store.LoadAsync(StateCollections.Outbox));
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var item = new OutboxItem
        {
            Id = "1", Receiver = "a", Created = CalendarClock.At("2026-11-21T12:00:00Z"), Count = 2, IsUsage = true, Body = "[{\"x\":\"é\\u0022\"}]"u8.ToArray(),
        };

        var read = OutboxDocument.Read("1", OutboxDocument.Write(item));

        Assert.Equal(("1", "a", item.Created, 2, true), (read.Id, read.Receiver, read.Created, read.Count, read.IsUsage));
        Assert.Equal(item.Body.ToArray(), read.Body.ToArray());
        Assert.Throws<FormatException>(() => OutboxDocument.Read("1", "{}"u8.ToArray()));
    }

    private static LedgerRecord Record(string id, decimal? cost) => new()
    {
        Id = id,
        Time = CalendarClock.At("2026-11-21T12:00:00Z"),
        Route = "llm",
        Endpoint = "/v1/chat/completions",
        Outcome = "completed",
        Usage = new TokenUsage { InputTokens = 10, OutputTokens = 5 },
        Cost = cost,
    };
}
