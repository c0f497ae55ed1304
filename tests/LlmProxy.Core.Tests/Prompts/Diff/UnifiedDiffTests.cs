using LlmProxy.Core.Prompts.Diff;

namespace LlmProxy.Core.Tests.Prompts.Diff;

public sealed class UnifiedDiffTests
{
    [Fact]
    public void Write_SameTexts_IsEmpty() => Assert.Equal("", UnifiedDiff.Write("a\nb\n", "a\nb\n", "v1", "v2"));

    // Expected as GNU diff -u writes it.
    [Fact]
    public void Write_ChangesFarApart_AreTwoHunks()
    {
        var from = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n";
        var to = "1\ntwo\n3\n4\n5\n6\n7\n8\n9\n10\n12\n";

        Assert.Equal(
            "--- v1\n+++ v2\n@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n 4\n 5\n@@ -8,5 +8,4 @@\n 8\n 9\n 10\n-11\n 12\n",
            UnifiedDiff.Write(from, to, "v1", "v2"));
    }

    [Fact]
    public void Write_FromNothing_StartsAtLineZero() =>
        Assert.Equal("--- v1\n+++ v2\n@@ -0,0 +1,2 @@\n+a\n+b\n", UnifiedDiff.Write("", "a\nb\n", "v1", "v2"));

    [Fact]
    public void Write_LastLineHasNoEnd_IsSaid() =>
        Assert.Equal(
            "--- v1\n+++ v2\n@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n",
            UnifiedDiff.Write("a\n", "a", "v1", "v2"));

    [Fact]
    public void Of_TextsOfRandomLines_AppliedToTheFormerGivesTheLater()
    {
        var random = new Random(1);
        for (var run = 0; run < 500; run++)
        {
            var (from, to) = (Random(random), Random(random));

            var diff = LineDiff.Of(from, to);

            Assert.Equal(from, diff.Where(line => line.Mark != '+').Select(line => line.Text));
            Assert.Equal(to, diff.Where(line => line.Mark != '-').Select(line => line.Text));
            // The fewest changes leave the longest common part: n + m - 2 * lcs.
            Assert.Equal(from.Length + to.Length - (2 * Common(from, to)), diff.Count(line => line.Mark != ' '));
        }
    }

    [Fact]
    public void Of_MoreChangesThanAreLookedFor_IsOneTextInThePlaceOfTheOther()
    {
        var from = Enumerable.Range(0, LineDiff.MaxChanges).Select(i => $"a{i}").Append("same").ToArray();
        var to = Enumerable.Range(0, LineDiff.MaxChanges).Select(i => $"b{i}").Prepend("same").ToArray();

        var diff = LineDiff.Of(from, to);

        Assert.Equal(from, diff.Where(line => line.Mark != '+').Select(line => line.Text));
        Assert.Equal(to, diff.Where(line => line.Mark != '-').Select(line => line.Text));
    }

    private static string[] Random(Random random) => [.. Enumerable.Range(0, random.Next(12)).Select(_ => ((char)('a' + random.Next(4))).ToString())];

    private static int Common(string[] a, string[] b)
    {
        var longest = new int[a.Length + 1, b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
                longest[i, j] = a[i - 1] == b[j - 1] ? longest[i - 1, j - 1] + 1 : Math.Max(longest[i - 1, j], longest[i, j - 1]);
        }

        return longest[a.Length, b.Length];
    }
}
