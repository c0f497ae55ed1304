using LlmProxy.Prompts.Evaluations.Files;
using LlmProxy.Tests.Budgets;

namespace LlmProxy.Tests.Prompts.Evaluations.Files;

public sealed class EvaluationFolderTests : IDisposable
{
    private static readonly DateTimeOffset Now = CalendarClock.At("2026-11-21T12:00:00Z");
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sweep_OlderThanRetention_IsRemoved()
    {
        _folder.Add("20261119", 1, "x");
        _folder.Add("20261120", 2, "x");

        // The 19th ended 36 hours ago, the 20th 12.
        Assert.Equal(0, EvaluationFolder.Sweep(_folder.Path, Now, TimeSpan.FromHours(37), 100));
        Assert.Equal(1, EvaluationFolder.Sweep(_folder.Path, Now, TimeSpan.FromHours(36), 100));

        Assert.Equal(["20261120-00000000000000000000000002.jsonl"], _folder.Names);
    }

    [Fact]
    public void Sweep_TooManyBytes_RemovesTheOldest()
    {
        _folder.Add("20261121", 1, new string('a', 40));
        _folder.Add("20261121", 2, new string('b', 40));
        _folder.Add("20261121", 3, new string('c', 40));

        // 120 bytes, then 80.
        Assert.Equal(1, EvaluationFolder.Sweep(_folder.Path, Now, TimeSpan.FromDays(1), 80));

        Assert.EndsWith("2.jsonl", _folder.Names.First(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sweep_FilesOfOthers_AreLeftAlone()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "20200101-mine.jsonl"), "x");
        File.WriteAllText(Path.Combine(_folder.Path, "export.jsonl"), "x");

        Assert.Equal(0, EvaluationFolder.Sweep(_folder.Path, Now, TimeSpan.FromHours(1), 0));
        Assert.Empty(EvaluationFolder.Files(_folder.Path));
        Assert.Equal(2, _folder.Names.Count());
    }
}
