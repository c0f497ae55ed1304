using LlmProxy.Balancing.Affinity;

namespace LlmProxy.Tests.Balancing.Affinity;

public sealed class PrefixTableTests
{
    private const int Age = 60;
    private readonly PrefixTable _table = new(1_024);

    [Fact]
    public void Find_AfterNotes_KnowsAllReplicas()
    {
        _table.Note(Hash(1), 0b001, 0, 100, Age);
        _table.Note(Hash(1), 0b100, 0, 100, Age);

        Assert.Equal((0b101UL, false), _table.Find(Hash(1), 100, Age));
        Assert.Equal((0UL, false), _table.Find(Hash(2), 100, Age));
    }

    [Fact]
    public void Find_DifferentTextsFollowed_PromptsPartThere()
    {
        _table.Note(Hash(1), 1, 0, 100, Age);
        _table.Note(Hash(1), 1, Hash(2), 100, Age);
        _table.Note(Hash(1), 1, Hash(2), 100, Age);
        Assert.False(_table.Find(Hash(1), 100, Age).Parts);

        _table.Note(Hash(1), 1, Hash(3), 100, Age);
        Assert.True(_table.Find(Hash(1), 100, Age).Parts);
    }

    [Fact]
    public void Find_TooOld_IsForgottenWithAllItsReplicas()
    {
        _table.Note(Hash(1), 0b01, 0, 100, Age);
        Assert.Equal(0b01UL, _table.Find(Hash(1), 160, Age).Replicas);
        Assert.Equal(0UL, _table.Find(Hash(1), 161, Age).Replicas);

        _table.Note(Hash(1), 0b10, 0, 161, Age);
        Assert.Equal(0b10UL, _table.Find(Hash(1), 161, Age).Replicas);
    }

    [Fact]
    public void Find_ClockAcrossItsWrap_GoesOn()
    {
        _table.Note(Hash(1), 1, 0, 65_530, Age);

        Assert.Equal(1UL, _table.Find(Hash(1), 65_540, Age).Replicas);
        Assert.Equal(0UL, _table.Find(Hash(1), 65_600, Age).Replicas);
    }

    [Fact]
    public void Note_FarMoreThanThereIsRoomFor_TheLatestAreKnown()
    {
        for (var i = 0; i < 100_000; i++)
            _table.Note(Hash(i), 1, 0, i / 100, Age);

        // 400 of the last four seconds into 256 sets of four: hardly one is lost.
        var known = Enumerable.Range(99_600, 400).Count(i => _table.Find(Hash(i), 999, Age).Replicas == 1);
        Assert.InRange(known, 360, 400);
    }

    [Fact]
    public void Note_ManyThreads_IsAlwaysReadable()
    {
        Parallel.For(0, 8, thread =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                _table.Note(Hash(i % 3_000), 1UL << thread, Hash(i + 1), 100, Age);
                Assert.Equal(0UL, _table.Find(Hash(i % 3_000), 100, Age).Replicas & ~0xFFUL);
            }
        });
    }

    private static ulong Hash(int number) => new PrefixKey(1, 2).Hash($"prefix {number}", 0);
}
