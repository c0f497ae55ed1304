using LlmProxy.Guards.Injection.Corpus;

namespace LlmProxy.Core.Tests.Guardrails.Injection.Corpus;

public sealed class OwnTextsTests
{
    [Fact]
    public void Expand_CommentsAndEmptyLines_AreNoTexts() =>
        Assert.Equal(["one", "two\nlines"], Expand("// a note", "", "one", """two\nlines"""));

    [Fact]
    public void Expand_Choices_GiveEachTextOnce() =>
        Assert.Equal(["ac", "ad", "bc", "bd"], Expand("//copies 50", "{a|b}{c|d}").Order());

    [Fact]
    public void Expand_ChoiceWithinAChoice_IsMadeFirst() =>
        Assert.Equal(["a.", "b.", "c."], Expand("//copies 50", "{a|{b|c}}.").Order());

    [Fact]
    public void Expand_BracesWithoutAChoice_Stay() =>
        Assert.Equal(["{\"a\": {b}} {"], Expand("//copies 5", "{\"a\": {b}} {"));

    [Fact]
    public void Expand_NumberOfCopies_CountsFromThereOn() =>
        Assert.Equal([1, 2], new[] { "", "//copies 50" }.Select(line => Expand(line, "{a|b}").Length));

    [Fact]
    public void Expand_Twice_GivesTheSame() =>
        Assert.Equal(Expand("//copies 5", "{a|b|c|d} {e|f|g|h}"), Expand("//copies 5", "{a|b|c|d} {e|f|g|h}"));

    [Fact]
    public void Read_Always_HasBothLabelsAndNoComments()
    {
        var texts = OwnTexts.Read();

        Assert.Equal(["attack", "benign"], texts.Select(text => text.Label).Distinct().Order());
        Assert.DoesNotContain(texts, text => text.Text.Length == 0 || text.Text.Contains("free to copy", StringComparison.Ordinal));
    }

    private static string[] Expand(params string[] lines) => [.. OwnTexts.Expand(new StringReader(string.Join('\n', lines)))];
}
