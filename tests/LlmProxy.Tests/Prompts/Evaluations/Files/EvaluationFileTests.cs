using LlmProxy.Prompts.Evaluations.Files;
using LlmProxy.Prompts.Settings;
using LlmProxy.Tests.Budgets;

namespace LlmProxy.Tests.Prompts.Evaluations.Files;

public sealed class EvaluationFileTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly CalendarClock _clock = new("2026-11-21T23:59:00Z");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Append_FullOrNextDay_BeginsAnotherFile()
    {
        var options = new EvaluationOptions { MaxFileBytes = 8, MaxTotalBytes = 1000 };
        using var file = new EvaluationFile(_folder.Path, _clock);

        file.Append("1234\n"u8, options);
        file.Append("12\n"u8, options);
        // 8 bytes are in the first, and one more is too much.
        file.Append("\n"u8, options);
        _clock.Set("2026-11-22T00:00:00Z");
        file.Append("x\n"u8, options);
        file.Dispose();

        var files = EvaluationFolder.Files(_folder.Path);
        Assert.Equal(["1234\n12\n", "\n", "x\n"], files.Select(one => File.ReadAllText(one.FullName)));
        Assert.StartsWith("20261122-", files[2].Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Append_ManyLines_NeverTakesMoreThanTheBound()
    {
        var options = new EvaluationOptions { MaxFileBytes = 10, MaxTotalBytes = 35 };
        using var file = new EvaluationFile(_folder.Path, _clock);
        var removed = 0;

        for (var i = 0; i < 20; i++)
        {
            removed += file.Append("123456\n"u8, options);
            file.Flush();
            Assert.InRange(EvaluationFolder.Files(_folder.Path).Sum(one => one.Length), 1, 35);
        }

        // Each line has a file of 7 bytes. With room for one of 10, those before may have 25: three stay, and 16 of 20 went.
        Assert.Equal(16, removed);
        Assert.Equal(4, EvaluationFolder.Files(_folder.Path).Count);
    }

    [Fact]
    public void Append_AnotherStart_HasItsOwnFile()
    {
        var options = new EvaluationOptions();
        using (var cut = new EvaluationFile(_folder.Path, _clock))
            cut.Append("{\"type\":\"req"u8, options);
        using (var next = new EvaluationFile(_folder.Path, _clock))
            next.Append("{}\n"u8, options);

        Assert.Equal(2, EvaluationFolder.Files(_folder.Path).Count);
    }
}
