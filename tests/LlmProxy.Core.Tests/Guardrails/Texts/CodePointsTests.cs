using System.Text;
using LlmProxy.Core.Guardrails.Texts;

namespace LlmProxy.Core.Tests.Guardrails.Texts;

public sealed class CodePointsTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("é", 1)]
    [InlineData("a€b", 3)]
    [InlineData("😀!", 2)]
    [InlineData("e\u0301", 2)]
    public void Count_Text_CountsCodePoints(string text, long expected) => Assert.Equal(expected, CodePoints.Count(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Count_LongText_IsTheSumOfItsPartsWhereverTheyAreCut()
    {
        // 100 times "a€😀é": 1 + 3 + 4 + 2 bytes, 4 code points.
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a€😀é", 100)));
        Assert.Equal(1_000, text.Length);

        Assert.Equal(400, CodePoints.Count(text));
        for (var cut = 0; cut <= text.Length; cut++)
            Assert.Equal(400, CodePoints.Count(text.AsSpan(0, cut)) + CodePoints.Count(text.AsSpan(cut)));
    }
}
