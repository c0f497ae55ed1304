using System.Text;
using LlmProxy.Core.Guardrails.Injection.Features;

namespace LlmProxy.Core.Tests.Guardrails.Injection.Features;

public class WordWindowTests
{
    [Fact]
    public void TryRead_AWordAndItsGap_TellsOfBoth()
    {
        Assert.True(WordWindow.TryRead("hello, world and more"u8, 0, out var word));

        Assert.Equal(Hashing.Of("hello"u8), word.Hash);
        Assert.Equal((5, 7, false), (word.Length, word.End, word.HasStop));
        Assert.Equal("hello, w"u8.ToArray(), BitConverter.GetBytes(word.Bytes));
        Assert.Equal(5, word.Latin);
    }

    [Theory]
    [InlineData("the end. And so it goes", 4, true)]
    [InlineData("one\ntwo three four five", 0, true)]
    [InlineData("one-two three four five", 0, false)]
    public void TryRead_AStopInTheGap_IsTold(string text, int start, bool hasStop)
    {
        Assert.True(WordWindow.TryRead(Encoding.UTF8.GetBytes(text), start, out var word));
        Assert.Equal(hasStop, word.HasStop);
    }

    [Theory]
    [InlineData("fifteen letters", 0)] // fewer than sixteen bytes
    [InlineData("abcdefghijklmnop and", 0)] // the word is longer than the window
    [InlineData("abcdefghijklmn   and", 0)] // its gap is
    [InlineData(" a space comes first", 0)]
    [InlineData("caf\u00E9 au lait, please", 0)]
    [InlineData("ab \u00E9t\u00E9 au lait, please", 0)]
    public void TryRead_WhatAWindowDoesNotHold_IsLeft(string text, int start) =>
        Assert.False(WordWindow.TryRead(Encoding.UTF8.GetBytes(text), start, out _));

    [Fact]
    public void TryRead_AnyText_IsWhatReadingByteByByteGives()
    {
        var random = new Random(20_261_121);
        const string Letters = "aaaaeeiostz09__AZ  ..!?\n,-@[`{\u00E9";
        var read = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var text = Encoding.UTF8.GetBytes(new string([.. Enumerable.Range(0, 40).Select(_ => Letters[random.Next(Letters.Length)])]));
            if (!WordWindow.TryRead(text, 3, out var word))
                continue;
            read++;
            var length = text.AsSpan(3).IndexOfAnyExcept(Words);
            var end = length + text.AsSpan(3 + length).IndexOfAny(Words);
            var letters = text.AsSpan(3, length);
            Assert.Equal((length, end), (word.Length, word.End));
            Assert.Equal(letters.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 ? Hashing.OfNumber(length) : Hashing.Of(letters), word.Hash);
            Assert.Equal(text.AsSpan(3 + length, end - length).IndexOfAny(".!?\n"u8) >= 0, word.HasStop);
        }

        // Else the texts would be no test.
        Assert.InRange(read, 5_000, 20_000);
    }

    private static readonly System.Buffers.SearchValues<byte> Words =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"u8);
}
