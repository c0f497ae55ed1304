using System.Text;
using LlmProxy.Core.Guardrails;

namespace LlmProxy.Core.Tests.Guardrails;

public sealed class JsonFormScannerTests
{
    // What is found is told in the bytes of the text as it came; with a mark where it is no part of a string.
    [Theory]
    [InlineData("{\"n\":12345}", "N@5+5!")]
    [InlineData("{\"n\":\"12\\u00334\"}", "N@6+9")]
    [InlineData("{\"n\":\"\\u0031\\u00323\"}", "N@6+13")]
    [InlineData("[\"a\\\"123\",123]", "N@5+3,N@10+3!")]
    [InlineData("\\n123\\t456\\\\", "N@2+3!,N@7+3!")]
    [InlineData("\\ud83d\\ude00123\\ud83d1234", "N@12+3!,N@21+4!")]
    [InlineData("\\u12\\u00g123 \\", "N@9+3!")]
    public void Feed_AnyCut_TellsTheSamePlaces(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var whole = Scan(bytes, bytes.Length, bytes.Length);
        Assert.Equal(expected, whole);

        for (var first = 1; first < bytes.Length; first++)
        {
            for (var then = 1; then <= bytes.Length - first; then++)
                Assert.Equal(whole, Scan(bytes, first, then));
        }
    }

    [Fact]
    public void SafeOffset_InTheMiddleOfAnEscape_IsBeforeIt()
    {
        using var scanner = new JsonFormScanner(new RunScanner("N", 3, b => char.IsAsciiDigit((char)b)));
        var found = new List<GuardSpan>();

        scanner.Feed("a\\u003"u8, found);
        Assert.Equal(1, scanner.SafeOffset);
        scanner.Feed("12"u8, found);
        Assert.Equal(1, scanner.SafeOffset);
        scanner.Feed(" "u8, found);
        Assert.Equal(9, scanner.SafeOffset);
    }

    // 1 MiB in one piece, of which each 22 bytes have eight quotes and an escape: what is kept to find places is that of a slice, not of the text.
    [Fact]
    public void Feed_LongTextOfQuotesAndEscapes_KeepsNoMoreThanASlice()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":\"1234\",\"b\":\"\\n\"},", 1024 * 1024 / 22)));
        var watch = new WatchingScanner(new RunScanner("N", 3, b => char.IsAsciiDigit((char)b)));
        using var scanner = new JsonFormScanner(watch);
        var most = 0;
        watch.Fed = () => most = Math.Max(most, scanner.Kept);
        var found = new List<GuardSpan>();

        scanner.Feed(bytes, found);
        scanner.Finish(found);

        Assert.InRange(most, 1, 4096);
        Assert.Equal(1024 * 1024 / 22, found.Count);
        Assert.All(found, (span, i) => Assert.Equal((i * 22L + 6, 4, false), (span.Start, span.Length, span.IsBare)));
    }

    private static string Scan(byte[] text, int first, int then)
    {
        using var scanner = new JsonFormScanner(new RunScanner("N", 3, b => char.IsAsciiDigit((char)b)));
        var found = new List<GuardSpan>();
        var safe = 0L;
        for (var (at, length) = (0, first); at < text.Length; (at, length) = (at + length, then))
        {
            length = Math.Min(length, text.Length - at);
            var before = found.Count;
            scanner.Feed(text.AsSpan(at, length), found);
            Assert.All(found.Skip(before), span => Assert.True(span.Start >= safe));
            Assert.InRange(scanner.SafeOffset, safe, at + length);
            safe = scanner.SafeOffset;
        }

        scanner.Finish(found);
        Assert.Equal(text.Length, scanner.SafeOffset);
        return string.Join(',', found.Select(span => $"{span.Type}@{span.Start}+{span.Length}{(span.IsBare ? "!" : "")}"));
    }

    private sealed class WatchingScanner(ISpanScanner inner) : ISpanScanner
    {
        public Action Fed { get; set; } = static () => { };

        public long SafeOffset => inner.SafeOffset;

        public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
        {
            inner.Feed(utf8, found);
            Fed();
        }

        public void Finish(List<GuardSpan> found) => inner.Finish(found);

        public void Reset() => inner.Reset();

        public void Dispose() => inner.Dispose();
    }
}
