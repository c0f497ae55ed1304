using System.Net;
using System.Text;
using LlmProxy.Storage;
using LlmProxy.Webhooks;

namespace LlmProxy.Tests.Webhooks;

public class WebhookDispatcherTests
{
    private readonly MemoryStateStore _store = new();

    [Fact]
    public async Task Drain_OneEvent_IsSignedAndLeavesTheOutbox()
    {
        using var hooks = new WebhookFixture(_store, WebhookFixture.Receiver("a"));
        hooks.Hub.Publish(WebhookFixture.Happened());
        Assert.Single(await _store.LoadAsync(StateCollections.Outbox));

        await hooks.DrainAsync();

        var sent = Assert.Single(hooks.Answers.Requests);
        Assert.Equal("application/cloudevents+json; charset=utf-8", sent.ContentType);
        // 2026-11-21T12:00:00Z in Unix seconds.
        Assert.Equal("1795262400", sent.Timestamp);
        var key = WebhookSignature.KeyOf("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")!;
        Assert.Equal(WebhookSignature.Of(key, sent.Id, 1795262400, Encoding.UTF8.GetBytes(sent.Body)), sent.Signature);
        Assert.Equal(
            $$$"""{"specversion":"1.0","id":"{{{sent.Id}}}","source":"/llmproxy","type":"llmproxy.key.revoked","time":"2026-11-21T11:59:59Z","subject":"key/key_1","datacontenttype":"application/json","data":{"key_id":"key_1","tenant":"acme","name":null}}""",
            sent.Body);
        Assert.Empty(await _store.LoadAsync(StateCollections.Outbox));
        Assert.Equal(0, hooks.Outbox.Events);
        Assert.Equal(["llmproxy.webhook.deliveries 1 a delivered"], hooks.Measured);
    }

    [Fact]
    public async Task Drain_ReceiverFails_TriesAgainWithTheSameIdAndBody()
    {
        using var hooks = new WebhookFixture(_store, WebhookFixture.Receiver("a"));
        hooks.Answers.Answer = _ => new(HttpStatusCode.InternalServerError);
        hooks.Hub.Publish(WebhookFixture.Happened());
        await hooks.DrainAsync();
        await hooks.DrainAsync();
        Assert.Single(hooks.Answers.Requests);
        Assert.Equal("500", hooks.Degradations.Get(WebhookDispatcher.Component).Current!.Reason);

        // With the whole of the back-off: 5 s, then 10 s.
        hooks.Clock.Advance(TimeSpan.FromSeconds(4.9));
        await hooks.DrainAsync();
        Assert.Single(hooks.Answers.Requests);
        hooks.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await hooks.DrainAsync();
        Assert.Equal(2, hooks.Answers.Requests.Count);
        hooks.Answers.Answer = _ => new(HttpStatusCode.OK);
        hooks.Clock.Advance(TimeSpan.FromSeconds(10));
        await hooks.DrainAsync();

        Assert.Equal(3, hooks.Answers.Requests.Count);
        Assert.Single(hooks.Answers.Requests.Select(sent => (sent.Id, sent.Body)).Distinct());
        // The time is that of the try, so that a receiver may refuse what is old.
        Assert.Equal(["1795262400", "1795262405", "1795262415"], hooks.Answers.Requests.Select(sent => sent.Timestamp));
        Assert.Empty(await _store.LoadAsync(StateCollections.Outbox));
        Assert.Null(hooks.Degradations.Get(WebhookDispatcher.Component).Current);
        Assert.Equal(["WebhookFailed", "WebhookRecovered"], hooks.Log.Entries.Select(entry => entry.Id.Name));
    }

    [Fact]
    public async Task Drain_OneReceiverIsDown_HoldsUpNoOther()
    {
        using var hooks = new WebhookFixture(_store, WebhookFixture.Receiver("down"), WebhookFixture.Receiver("up"));
        hooks.Answers.Answer = request => request.RequestUri!.Host == "down.example" ? throw new HttpRequestException(HttpRequestError.ConnectionError) : new(HttpStatusCode.OK);
        hooks.Hub.Publish(WebhookFixture.Happened("1"));
        hooks.Hub.Publish(WebhookFixture.Happened("2"));

        await hooks.DrainAsync();

        Assert.Equal(["down.example", "up.example", "up.example"], hooks.Answers.Requests.Select(sent => sent.Host));
        Assert.Equal(2, hooks.Outbox.Events);
        Assert.Contains("llmproxy.webhook.deliveries 1 down failed", hooks.Measured);
        // One works, but not all.
        Assert.NotNull(hooks.Degradations.Get(WebhookDispatcher.Component).Current);
    }

    [Fact]
    public async Task Drain_OneDeliveryIsNeverTaken_DoesNotKeepBackThoseBehindIt()
    {
        using var hooks = new WebhookFixture(_store, WebhookFixture.Receiver("a"));
        hooks.Answers.Answer = _ => new(hooks.Answers.Requests[^1].Body.Contains("poison", StringComparison.Ordinal) ? HttpStatusCode.BadRequest : HttpStatusCode.OK);
        hooks.Hub.Publish(WebhookFixture.Happened("poison"));
        hooks.Hub.Publish(WebhookFixture.Happened("good"));
        await hooks.DrainAsync();
        hooks.Clock.Advance(TimeSpan.FromSeconds(5));

        await hooks.DrainAsync();
        hooks.Clock.Advance(TimeSpan.FromSeconds(10));
        await hooks.DrainAsync();

        Assert.Contains(hooks.Answers.Requests, sent => sent.Body.Contains("good", StringComparison.Ordinal));
        Assert.Equal(1, hooks.Outbox.Events);
    }

    [Fact]
    public async Task Start_AfterAStop_SendsWhatWasLeft()
    {
        string id;
        using (var before = new WebhookFixture(_store, WebhookFixture.Receiver("a")))
        {
            before.Answers.Answer = _ => new(HttpStatusCode.ServiceUnavailable);
            before.Hub.Publish(WebhookFixture.Happened());
            await before.DrainAsync();
            id = before.Answers.Requests[0].Id;
            await before.Dispatcher.StopAsync(default);
        }

        using var after = new WebhookFixture(_store, WebhookFixture.Receiver("a"));
        await after.Dispatcher.StartAsync(default);
        await after.DrainAsync();

        Assert.Equal(id, Assert.Single(after.Answers.Requests).Id);
    }

    [Fact]
    public async Task Expire_AfterADay_GivesUpAlsoForReceiversThatAreNoMore()
    {
        using var hooks = new WebhookFixture(_store, WebhookFixture.Receiver("a"));
        hooks.Hub.Publish(WebhookFixture.Happened());
        hooks.Configuration.Current = new();
        hooks.Clock.Advance(TimeSpan.FromHours(24));
        hooks.Dispatcher.Expire();
        Assert.Equal(1, hooks.Outbox.Events);
        hooks.Clock.Advance(TimeSpan.FromSeconds(1));

        hooks.Dispatcher.Expire();

        Assert.Equal(0, hooks.Outbox.Events);
        Assert.Empty(await _store.LoadAsync(StateCollections.Outbox));
        Assert.Equal(["llmproxy.webhook.dropped 1 a expired"], hooks.Measured);
    }

    [Fact]
    public async Task Drain_GatewayStops_KeepsTheDelivery()
    {
        using var hooks = new WebhookFixture(_store, WebhookFixture.Receiver("a"));
        hooks.Hub.Publish(WebhookFixture.Happened());

        await hooks.Dispatcher.DrainAsync(WebhookFixture.Receiver("a"), new CancellationToken(canceled: true));

        Assert.Equal(1, hooks.Outbox.Events);
        Assert.Empty(hooks.Measured);
        await hooks.DrainAsync();
        Assert.Equal(0, hooks.Outbox.Events);
    }

    [Theory]
    [InlineData(HttpStatusCode.MovedPermanently)]
    [InlineData(HttpStatusCode.TemporaryRedirect)]
    public async Task Drain_Redirect_IsNoDelivery(HttpStatusCode status)
    {
        using var hooks = new WebhookFixture(_store, WebhookFixture.Receiver("a"));
        hooks.Answers.Answer = _ => new(status) { Headers = { Location = new Uri("http://169.254.169.254/") } };
        hooks.Hub.Publish(WebhookFixture.Happened());

        await hooks.DrainAsync();

        Assert.Equal("a.example", Assert.Single(hooks.Answers.Requests).Host);
        Assert.Equal(1, hooks.Outbox.Events);
    }

    [Fact]
    public async Task Log_AnyDelivery_HoldsNoSecretAndNoSignature()
    {
        using var hooks = new WebhookFixture(_store, WebhookFixture.Receiver("a"));
        hooks.Answers.Answer = _ => throw new HttpRequestException("no route to whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        hooks.Hub.Publish(WebhookFixture.Happened());

        await hooks.DrainAsync();

        Assert.NotEmpty(hooks.Log.Entries);
        Assert.All(hooks.Log.Entries, entry => Assert.DoesNotContain("whsec", entry.Text, StringComparison.Ordinal));
    }
}
