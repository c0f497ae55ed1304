using System.Buffers;
using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Tests.Buffers;

public class PooledBufferTests
{
    [Fact]
    public void Append_ManyPieces_KeepsThemInOrder()
    {
        using var buffer = new PooledBuffer();
        var expected = new List<byte>();
        for (var i = 0; i < 5000; i++)
        {
            byte[] piece = [(byte)i, (byte)(i >> 8)];
            buffer.Append(piece);
            expected.AddRange(piece);
        }

        Assert.Equal(expected, buffer.WrittenSpan.ToArray());
        Assert.Equal(expected, buffer.WrittenMemory.ToArray());
    }

    [Fact]
    public void Release_FilledBuffer_IsEmptyAndUsableAgain()
    {
        using var buffer = new PooledBuffer();
        buffer.Append("abc"u8);
        buffer.Release();
        Assert.Equal(0, buffer.Length);
        Assert.Equal(0, buffer.Capacity);
        buffer.Write("de"u8);
        Assert.True(buffer.WrittenSpan.SequenceEqual("de"u8));
    }

    [Fact]
    public void Advance_PastTheSpanHandedOut_IsRefused()
    {
        using var buffer = new PooledBuffer();
        var span = buffer.GetSpan(10);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(-1));
        var tooMany = span.Length + 1;
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(tooMany));
    }
}
