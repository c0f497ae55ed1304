using System.Diagnostics.Metrics;
using LlmProxy.Configuration;
using LlmProxy.Core.Buffers;
using LlmProxy.Health.Degradation;
using LlmProxy.Prompts.Evaluations;
using LlmProxy.Prompts.Evaluations.Files;
using LlmProxy.Tests.Budgets;
using LlmProxy.Tests.Health.Degradation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Tests.Prompts.Evaluations;

public sealed class EvaluationWriterTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _measured = [];
    private readonly CalendarClock _clock = new("2026-11-21T12:00:00Z");
    private readonly Degradations _degradations;
    private readonly EvaluationWriter _writer;

    public EvaluationWriterTests()
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) =>
        {
            lock (_measured)
            {
                var name = $"{i.Name} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}".TrimEnd();
                _measured[name] = _measured.GetValueOrDefault(name) + value;
            }
        });
        _listener.Start();
        _degradations = TestComponents.Create(_clock, services => services.AddSideComponent(EvaluationWriter.Component));
        var configuration = new LlmConfigState { Current = new() { Proxy = new() { Storage = new() { Path = _folder.Path } } } };
        _writer = new(configuration, new EvaluationMetrics(factory), _degradations, _clock, NullLogger<EvaluationWriter>.Instance);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _writer.Dispose();
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Add_ManyLines_AreAllInOrderAfterAFlush()
    {
        await _writer.StartAsync(default);
        for (var i = 0; i < 1000; i++)
            _writer.Add(new Entry($"{i}\n"));

        await _writer.FlushAsync();

        var text = string.Concat(EvaluationFolder.Files(_writer.Folder).Select(file => Shared(file.FullName)));
        Assert.Equal(string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i}\n")), text);
        await _writer.StopAsync(default);
        Assert.Equal(1000, _measured["llmproxy.evaluation.records"]);
    }

    [Fact]
    public async Task Add_BeyondTheBound_IsDroppedCountedAndTold()
    {
        // Nobody writes yet.
        var dropped = new Entry("late\n");
        for (var i = 0; i < EvaluationWriter.MaxQueued; i++)
            _writer.Add(new Entry("x\n"));
        _writer.Add(dropped);

        Assert.True(dropped.IsDisposed);
        Assert.Equal(1, _measured["llmproxy.evaluation.dropped full"]);
        Assert.Equal("queue_full", _degradations.Get(EvaluationWriter.Component).Current?.Reason);
        await _writer.StartAsync(default);
        await _writer.StopAsync(default);
        Assert.Equal(EvaluationWriter.MaxQueued, _measured["llmproxy.evaluation.records"]);
    }

    [Fact]
    public async Task Add_FolderCannotBeMade_IsDroppedAndWorksWhenItCan()
    {
        // A file stands where the folder should be.
        File.WriteAllText(_writer.Folder, "");
        await _writer.StartAsync(default);
        var lost = new Entry("lost\n");
        _writer.Add(lost);
        await _writer.FlushAsync();

        Assert.True(lost.IsDisposed);
        Assert.Equal(1, _measured["llmproxy.evaluation.dropped failed"]);
        Assert.Equal("IOException", _degradations.Get(EvaluationWriter.Component).Current?.Reason);

        File.Delete(_writer.Folder);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _writer.Add(new Entry("kept\n"));
        await _writer.StopAsync(default);

        Assert.Null(_degradations.Get(EvaluationWriter.Component).Current);
        Assert.Equal("kept\n", File.ReadAllText(Assert.Single(EvaluationFolder.Files(_writer.Folder)).FullName));
    }

    [Fact]
    public async Task Add_EntryThatThrows_LosesItAloneAndIsDisposedOf()
    {
        await _writer.StartAsync(default);
        var broken = new Entry(null);
        _writer.Add(broken);
        await _writer.FlushAsync();
        _writer.Add(new Entry("kept\n"));
        await _writer.StopAsync(default);

        Assert.True(broken.IsDisposed);
        Assert.Equal("kept\n", string.Concat(EvaluationFolder.Files(_writer.Folder).Select(file => File.ReadAllText(file.FullName))));
    }

    [Fact]
    public async Task Stop_NoTimeToWait_LeavesTheRestToTheDisposal()
    {
        await _writer.StartAsync(default);
        _writer.Add(new Entry("kept\n"));

        await _writer.StopAsync(new CancellationToken(canceled: true));
        await _writer.DisposeAsync();

        Assert.Equal("kept\n", File.ReadAllText(Assert.Single(EvaluationFolder.Files(_writer.Folder)).FullName));
    }

    [Fact]
    public async Task Add_AfterTheEnd_IsDisposedOf()
    {
        await _writer.StartAsync(default);
        await _writer.StopAsync(default);
        var late = new Entry("late\n");

        _writer.Add(late);
        await _writer.FlushAsync();

        Assert.True(late.IsDisposed);
    }

    private static string Shared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    private sealed class Entry(string? text) : IEvaluationEntry
    {
        public bool IsDisposed { get; private set; }

        public bool Write(PooledBuffer output, long maxBytes)
        {
            output.Append(System.Text.Encoding.UTF8.GetBytes(text ?? throw new InvalidOperationException("Broken.")));
            return true;
        }

        public void Dispose() => IsDisposed = true;
    }
}
