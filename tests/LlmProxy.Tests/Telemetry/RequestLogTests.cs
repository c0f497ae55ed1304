using LlmProxy.Health.Degradation;
using LlmProxy.Telemetry;
using LlmProxy.Tests.Health.Degradation;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Tests.Telemetry;

public sealed class RequestLogTests : IDisposable
{
    private readonly LogCollector _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public void RequestFinished_Completed_LeavesOneLineWithTheseFields()
    {
        new RequestLog(_log, TestComponents.Create()).RequestFinished(SampleFacts.Completed());

        var entry = Assert.Single(_log.Entries);
        Assert.Equal(["LlmProxy.Requests"], _log.Categories);
        Assert.Equal(100, entry.Id.Id);
        Assert.Equal("RequestFinished", entry.Id.Name);
        Assert.Equal(LogLevel.Information, entry.Level);
        entry.Fields.Remove("{OriginalFormat}");
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["RequestId"] = "01JZ8Q5N3W0000000000000000",
                ["Method"] = "POST",
                ["Endpoint"] = "/v1/chat/completions",
                ["Status"] = 200,
                ["Outcome"] = "completed",
                ["DurationMs"] = 1500.0,
                ["FirstByteMs"] = 250.0,
                ["Route"] = "openai",
                ["Cluster"] = "openai-eu",
                ["Model"] = "gpt-4o-mini",
                ["UpstreamModel"] = "gpt-4o-mini-2024-07-18",
                ["Stream"] = true,
                ["Attempts"] = 1,
                ["Prompt"] = "general_chat@v1",
                ["Experiments"] = "general_chat_v2=v1",
                ["InputTokens"] = 120L,
                ["OutputTokens"] = 30L,
                ["CostUsd"] = 0.00525m,
                ["Estimated"] = true,
                ["Error"] = null,
                ["CallerRequestId"] = "caller-7",
            },
            entry.Fields);
    }

    [Fact]
    public void RequestFinished_LogThrows_IsADegradationAndNothingElse()
    {
        var components = TestComponents.Create();

        new RequestLog(new ThrowingLog(), components).RequestFinished(SampleFacts.Completed());

        Assert.Equal("IOException", components.Get(ComponentNames.RequestLog).Current!.Reason);
    }

    [Fact]
    public void RequestFinished_HostileNames_StaysOneLine()
    {
        new RequestLog(_log, TestComponents.Create()).RequestFinished(new RequestFacts
        {
            RequestId = "r", Method = "POST", Endpoint = "other", Operation = "other",
            Model = "m\r\ninjected", CallerRequestId = "id\ninjected",
        });

        var entry = Assert.Single(_log.Entries);
        Assert.DoesNotContain('\n', entry.Text);
        Assert.Equal("m??injected", entry.Fields["Model"]);
        Assert.Equal("id?injected", entry.Fields["CallerRequestId"]);
    }

    [Fact]
    public void RequestFinished_Faulted_IsAnError()
    {
        new RequestLog(_log, TestComponents.Create()).RequestFinished(new RequestFacts
        {
            RequestId = "r", Method = "POST", Endpoint = "other", Operation = "other",
            Outcome = RequestOutcome.Faulted,
        });

        Assert.Equal(LogLevel.Error, Assert.Single(_log.Entries).Level);
    }

    [Fact]
    public void RequestFinished_LevelOff_WritesNothing()
    {
        using var quiet = new LogCollector(LogLevel.Warning);

        new RequestLog(quiet, TestComponents.Create()).RequestFinished(SampleFacts.Completed());

        Assert.Empty(quiet.Entries);
    }

    private sealed class ThrowingLog : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new IOException("The disk is full.");

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
