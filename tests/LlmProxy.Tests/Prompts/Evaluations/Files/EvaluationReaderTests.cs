using LlmProxy.Prompts.Evaluations.Files;
using LlmProxy.Tests.Budgets;

namespace LlmProxy.Tests.Prompts.Evaluations.Files;

public sealed class EvaluationReaderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_FeedbackOfAnotherFile_StandsInItsRequestAndTheLastCounts()
    {
        _folder.Add("20261120", 1, Line("A") + Line("B"));
        _folder.Add("20261121", 2, """{"type":"feedback","request_id":"A","rating":1}""" + "\n" + """{"type":"feedback","request_id":"A","rating":5,"tags":[]}""" + "\n");

        var lines = await ReadAsync(new());

        Assert.Equal([Line("A").TrimEnd()[..^1] + ",\"feedback\":{\"rating\":5,\"tags\":[]}}", Line("B").TrimEnd()], lines);
    }

    [Fact]
    public async Task Read_LineThatACrashHasCut_IsLeftOutAndCounted()
    {
        _folder.Add("20261120", 1, Line("A") + Line("B")[..30]);
        _folder.Add("20261121", 2, Line("C") + """{"type":"feedback","reque""");
        var reader = EvaluationReader.OfFolder(_folder.Path);

        var lines = await reader.ReadAsync(new()).ToListAsync();

        Assert.Equal([Line("A").TrimEnd(), Line("C").TrimEnd()], lines);
        Assert.Equal(2, reader.Unreadable);
    }

    [Fact]
    public async Task Read_Query_GivesWhatIsWanted()
    {
        _folder.Add("20261120", 1, Line("A", "2026-11-20T10:00:00Z", "p", "v1") + Line("B", "2026-11-20T11:00:00Z", "p", "v2") + Line("C", "2026-11-20T12:00:00Z", "q", "v2"));

        Assert.Equal("AB", await IdsAsync(new() { Prompt = "p" }));
        Assert.Equal("BC", await IdsAsync(new() { Version = "v2" }));
        Assert.Equal("B", await IdsAsync(new() { From = CalendarClock.At("2026-11-20T11:00:00Z"), To = CalendarClock.At("2026-11-20T12:00:00Z") }));
        Assert.Equal("AB", await IdsAsync(new() { Limit = 2 }));
    }

    [Fact]
    public async Task Read_JoinedExport_KeepsItsFeedback()
    {
        var joined = Line("A").TrimEnd()[..^1] + ",\"feedback\":{\"rating\":2}}";
        var file = _folder.Add("20261120", 1, joined + "\n" + """{"type":"feedback","request_id":"A","rating":5}""" + "\n");

        Assert.Equal([joined], await new EvaluationReader([file]).ReadAsync(new()).ToListAsync());
    }

    [Fact]
    public async Task Read_NoFolderOrGoneFile_IsEmpty()
    {
        Assert.Empty(await EvaluationReader.OfFolder(Path.Combine(_folder.Path, "none")).ReadAsync(new()).ToListAsync());
        Assert.Empty(await new EvaluationReader([Path.Combine(_folder.Path, "gone.jsonl")]).ReadAsync(new()).ToListAsync());
    }

    private async Task<string> IdsAsync(EvaluationQuery query) => string.Concat((await ReadAsync(query)).Select(line => line["""{"type":"request","request_id":" """.TrimEnd().Length]));

    private async Task<List<string>> ReadAsync(EvaluationQuery query) => await EvaluationReader.OfFolder(_folder.Path).ReadAsync(query).ToListAsync();

    private static string Line(string id, string time = "2026-11-20T10:00:00Z", string? prompt = null, string? version = null) =>
        $$"""{"type":"request","request_id":"{{id}}","time":"{{time}}"{{(prompt is null ? "" : $",\"prompt\":\"{prompt}\",\"version\":\"{version}\"")}}}""" + "\n";
}
