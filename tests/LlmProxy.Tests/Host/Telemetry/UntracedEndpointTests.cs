using System.Diagnostics;
using LlmProxy.Host.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace LlmProxy.Tests.Host.Telemetry;

public sealed class UntracedEndpointTests
{
    [Fact]
    public async Task WithoutTrace_Recorded_DropsTheSpanAndAnswers()
    {
        using var span = new Activity("request").Start();
        span.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpActivityFeature>(new Feature { Activity = span });

        await Endpoint().RequestDelegate!(context);

        Assert.False(span.Recorded);
        Assert.False(span.IsAllDataRequested);
        Assert.Equal(204, context.Response.StatusCode);
    }

    [Fact]
    public async Task WithoutTrace_NoSpan_Answers()
    {
        var context = new DefaultHttpContext();

        await Endpoint().RequestDelegate!(context);

        Assert.Equal(204, context.Response.StatusCode);
    }

    private static Endpoint Endpoint()
    {
        var builder = new RouteEndpointBuilder(
            context =>
            {
                context.Response.StatusCode = 204;
                return Task.CompletedTask;
            },
            RoutePatternFactory.Parse("/health"),
            order: 0);
        new Conventions(builder).WithoutTrace();
        return builder.Build();
    }

    private sealed class Conventions(EndpointBuilder endpoint) : IEndpointConventionBuilder
    {
        public void Add(Action<EndpointBuilder> convention) => convention(endpoint);

        public void Finally(Action<EndpointBuilder> finallyConvention) => finallyConvention(endpoint);
    }

    private sealed class Feature : IHttpActivityFeature
    {
        public required Activity Activity { get; set; }
    }
}
