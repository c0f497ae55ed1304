using System.Diagnostics;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LlmProxy.Tests.Telemetry;

public sealed class ServerSpanTests : IDisposable
{
    private readonly Activity _span = new Activity("Microsoft.AspNetCore.Hosting.HttpRequestIn").Start();
    private readonly DefaultHttpContext _context = new();

    public ServerSpanTests()
    {
        _span.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
        _span.IsAllDataRequested = true;
        _context.Request.Method = "POST";
        _context.Features.Set<IHttpActivityFeature>(new Feature { Activity = _span });
    }

    public void Dispose() => _span.Dispose();

    [Fact]
    public void SetRoute_Recorded_NamesSpanAndRoute()
    {
        ServerSpan.SetRoute(_context, "/v1/chat/completions");

        Assert.Equal("POST /v1/chat/completions", _span.DisplayName);
        Assert.Equal("/v1/chat/completions", _span.GetTagItem("http.route"));
    }

    [Theory]
    [InlineData(200, null, ActivityStatusCode.Unset)]
    [InlineData(429, "rate_limited", ActivityStatusCode.Unset)]
    [InlineData(502, "connect_failed", ActivityStatusCode.Error)]
    [InlineData(200, "stream_broken", ActivityStatusCode.Error)]
    public void SetStatus_StatusAndError_MarksOnlyFaultsOfTheServer(int status, string? error, ActivityStatusCode expected)
    {
        ServerSpan.SetStatus(_context, status, error);

        Assert.Equal(status, _span.GetTagItem("http.response.status_code"));
        Assert.Equal(expected, _span.Status);
        Assert.Equal(expected == ActivityStatusCode.Error ? error : null, _span.GetTagItem("error.type"));
    }

    [Fact]
    public void SetStatus_NothingSent_LeavesTheStatusOut()
    {
        ServerSpan.SetStatus(_context, 0, null);

        Assert.Null(_span.GetTagItem("http.response.status_code"));
    }

    [Fact]
    public void SetRoute_NoSpan_DoesNothing()
    {
        var context = new DefaultHttpContext();

        ServerSpan.SetRoute(context, "/v1/models");

        Assert.Null(context.Features.Get<IHttpActivityFeature>());
    }

    private sealed class Feature : IHttpActivityFeature
    {
        public required Activity Activity { get; set; }
    }
}
