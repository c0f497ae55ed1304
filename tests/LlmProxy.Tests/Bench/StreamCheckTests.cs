using LlmProxy.Load.Generator;
using LlmProxy.Load.Traffic;

namespace LlmProxy.Tests.Bench;

public sealed class StreamCheckTests
{
    [Fact]
    public void Read_WholeStreamSplitAtEveryByte_IsComplete()
    {
        var stream = StreamOf(0, 1, 2);
        for (var split = 0; split <= stream.Length; split++)
        {
            var tally = new Tally();
            var check = new StreamCheck(tally);
            check.Read(stream.AsSpan(0, split));
            check.Read(stream.AsSpan(split));

            check.RequireComplete(3);
            Assert.Equal(3, tally.Chunks);
        }
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    public void Read_ChunksOutOfOrder_Throws(params int[] numbers) =>
        Assert.Throws<InvalidDataException>(() => new StreamCheck(new Tally()).Read(StreamOf(numbers)));

    [Fact]
    public void Read_UsageThatNobodyAskedFor_Throws() =>
        Assert.Throws<InvalidDataException>(() => new StreamCheck(new Tally()).Read(ProviderAnswers.LastFramesWithUsage));

    [Fact]
    public void RequireComplete_ChunkMissingAtTheEnd_Throws()
    {
        var check = new StreamCheck(new Tally());
        check.Read(StreamOf(0, 1));

        Assert.Throws<InvalidDataException>(() => check.RequireComplete(3));
    }

    [Fact]
    public void RequireComplete_CleanEndWithoutDone_Throws()
    {
        var check = new StreamCheck(new Tally());
        check.Read([.. ProviderAnswers.RoleFrame, .. Frame(0)]);

        Assert.Throws<InvalidDataException>(() => check.RequireComplete(1));
    }

    private static byte[] StreamOf(params int[] numbers) =>
        [.. ProviderAnswers.RoleFrame, .. numbers.SelectMany(Frame), .. ProviderAnswers.LastFrames];

    private static byte[] Frame(int number)
    {
        byte[] frame = [.. ProviderAnswers.ContentFrame];
        ChunkStamp.Write(frame.AsSpan(ProviderAnswers.StampStart), number, moment: 1);
        return frame;
    }
}
