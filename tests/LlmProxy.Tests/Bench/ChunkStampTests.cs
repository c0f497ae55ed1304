using LlmProxy.Load.Traffic;

namespace LlmProxy.Tests.Bench;

public sealed class ChunkStampTests
{
    [Fact]
    public void Write_ThenTryRead_GivesBothNumbers()
    {
        var stamp = new byte[ChunkStamp.Length];
        ChunkStamp.Write(stamp, 42, 0x1234_5678_9abc_def0);

        Assert.Equal("000042 123456789abcdef0 "u8, stamp);
        Assert.True(ChunkStamp.TryRead(stamp, out var number, out var moment));
        Assert.Equal(42, number);
        Assert.Equal(0x1234_5678_9abc_def0, moment);
    }

    [Fact]
    public void TryRead_CutStamp_Refuses() => Assert.False(ChunkStamp.TryRead("000042 123456789abcdef0"u8, out _, out _));
}
