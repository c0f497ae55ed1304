using LlmProxy.Configuration;
using LlmProxy.Metering.Prices;
using LlmProxy.Metering.Prices.Catalogue;
using LlmProxy.Metering.Prices.Settings;
using LlmProxy.Tests.Health;
using LlmProxy.Tests.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Tests.Metering.Prices;

public sealed class PriceFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prices").FullName;
    private readonly LlmConfigState _configuration = new();
    private readonly LogCollector _log = new();
    private readonly MetricCollector _metrics = new();
    private readonly ManualClock _clock = new();
    private readonly PriceState _prices;
    private readonly PriceFiles _files;

    public PriceFilesTests()
    {
        _prices = new PriceState(() => _configuration.Current.Proxy.Prices);
        _files = new PriceFiles(_prices, _configuration, _clock, new Logger<PriceFiles>(_log), new Status(Path.Combine(_folder, "llmproxy.json")));
    }

    public void Dispose()
    {
        _files.Dispose();
        _metrics.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Start_FileBesideTheConfiguration_IsTaken()
    {
        Write("prices.json", 7);

        await _files.StartAsync(default);

        Assert.Equal(7m, Input());
        Assert.Empty(_files.Errors);
        Assert.Equal("PricesLoaded", Assert.Single(_log.Entries).Id.Name);
    }

    [Fact]
    public async Task Start_NamedFile_IsTakenFromTheConfigurationsFolder()
    {
        Write("prices.json", 7);
        Write("mine.json", 8);
        Configure("mine.json");

        await _files.StartAsync(default);

        Assert.Equal(8m, Input());
    }

    [Fact]
    public async Task Start_NamedFileIsMissing_BuiltInPricesAndAnError()
    {
        Configure("nowhere.json");

        await _files.StartAsync(default);

        Assert.Equal(BuiltInPrices.Book.Version, _prices.Current.Version);
        Assert.Equal("does not exist", Assert.Single(_files.Errors).Problem);
    }

    [Fact]
    public async Task Reload_ChangedFile_IsTakenWhole()
    {
        Write("prices.json", 7);
        await _files.StartAsync(default);
        var before = _prices.Current;

        Write("prices.json", 9);
        _files.Reload();

        Assert.Equal(9m, Input());
        Assert.NotEqual(before.Version, _prices.Current.Version);
        Assert.Equal(7m, before.Find("openai", "c", "m", default)?.Input);
    }

    [Fact]
    public async Task Reload_BadFile_TheLastGoodPricesStayUntilItIsMended()
    {
        Write("prices.json", 7);
        await _files.StartAsync(default);

        File.WriteAllText(Path.Combine(_folder, "prices.json"), """{ "Version": "v", "Models": [ { "Vendor": "openai" }, { "Vendor": "a", "Model": "m", "Input": -1 } ] }""");
        _files.Reload();

        Assert.Equal(7m, Input());
        Assert.Equal(2, _files.Errors.Count);
        Assert.Equal(["PricesLoaded", "PricesRefused", "PriceError", "PriceError"], _log.Entries.Select(entry => entry.Id.Name!));

        // The same bad file is not told again, and a good one ends it.
        _files.Reload();
        Assert.Equal(4, _log.Entries.Count);
        Write("prices.json", 7);
        _files.Reload();
        Assert.Empty(_files.Errors);
    }

    [Fact]
    public async Task Reload_FileIsGone_TheLastGoodPricesStay()
    {
        Write("prices.json", 7);
        await _files.StartAsync(default);

        File.Delete(Path.Combine(_folder, "prices.json"));
        _files.Reload();

        Assert.Equal(7m, Input());
        Assert.Single(_files.Errors);
    }

    [Fact]
    public async Task Applied_ConfigurationNamesAnotherFile_ThatIsTaken()
    {
        Write("prices.json", 7);
        Write("mine.json", 8);
        await _files.StartAsync(default);

        Configure("mine.json");
        _files.ConfigurationApplied([]);

        Assert.Equal(8m, Input());
    }

    [Fact]
    public async Task Poll_ChangedFile_IsFound()
    {
        Write("prices.json", 7);
        await _files.StartAsync(default);

        Write("prices.json", 9);
        // A notice of the file system, which comes on a thread of its own, puts the next look off once; then there is none that would.
        for (var i = 0; i < 10 && Input() != 9m; i++)
            _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(9m, Input());
    }

    [Fact]
    public async Task Health_BadFile_IsDegradedAndTellsAll()
    {
        File.WriteAllText(Path.Combine(_folder, "prices.json"), "{}");
        await _files.StartAsync(default);

        var health = await Health(new UnknownPrices(_metrics.Metrics, _clock, new Logger<UnknownPrices>(_log)));

        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Equal(2, Assert.IsType<string[]>(health.Data["errors"]).Length);
        Assert.DoesNotContain("without_price", health.Data.Keys);
    }

    [Fact]
    public async Task Health_ModelsWithoutPrices_AreListedForAnHour()
    {
        var unknown = new UnknownPrices(_metrics.Metrics, _clock, new Logger<UnknownPrices>(_log));
        Assert.Equal(HealthStatus.Healthy, (await Health(unknown)).Status);

        unknown.Note("gpus", "mystery");

        var health = await Health(unknown);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        var model = Assert.Single(Assert.IsType<Dictionary<string, string?>[]>(health.Data["without_price"]));
        Assert.Equal(("gpus", "mystery", "2026-01-01T00:00:00Z"), (model["cluster"], model["model"], model["last_used"]));

        _clock.Advance(UnknownPrices.Memory);
        Assert.Equal(HealthStatus.Healthy, (await Health(unknown)).Status);
    }

    private Task<HealthCheckResult> Health(UnknownPrices unknown) =>
        new PriceHealthCheck(_prices, _files, unknown).CheckHealthAsync(new HealthCheckContext());

    private decimal? Input() => _prices.Current.Find("openai", "c", "m", default)?.Input;

    private void Configure(string file) => _configuration.Current = new LlmConfigModel { Proxy = new LlmProxyModel { Prices = new PriceOptions { File = file } } };

    private void Write(string file, int input) => File.WriteAllText(
        Path.Combine(_folder, file), PriceBookReaderTests.Models($$"""{ "Vendor": "openai", "Model": "m", "Input": {{input}} }"""));

    private sealed class Status(string source) : IConfigurationStatus
    {
        public string Source => source;

        public DateTimeOffset LoadedAt => default;

        public IReadOnlyList<string> LastErrors => [];
    }
}
