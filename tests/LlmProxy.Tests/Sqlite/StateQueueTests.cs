using LlmProxy.Sqlite.State;

namespace LlmProxy.Tests.Sqlite;

public class StateQueueTests
{
    private readonly StateQueue _queue = new();

    [Fact]
    public void PutBack_LaterWordWaits_KeepsThat()
    {
        _queue.Add(new("c", "1", [1]));
        _queue.Add(new("c", "2", [1]));
        var taken = _queue.TakeAll();
        _queue.Add(new("c", "1", [2]));
        Assert.Equal(0, _queue.PutBack(taken));
        Assert.Equal([("2", 1), ("1", 2)], _queue.TakeAll().Select(write => (write.Key, (int)write.Document![0])));
    }

    [Fact]
    public void Add_TooManyBytes_GivesTheOldestUp()
    {
        var half = new byte[StateQueue.MaxBytes / 2];
        Assert.Equal(0, _queue.Add(new("c", "1", half)));
        Assert.Equal(1, _queue.Add(new("c", "2", half)));
        Assert.Equal("2", Assert.Single(_queue.TakeAll()).Key);
    }

    [Fact]
    public void Add_SameDocumentAgainAndAgain_TakesNoMoreRoom()
    {
        var large = new byte[StateQueue.MaxBytes / 3];
        for (var i = 0; i < 100; i++)
            Assert.Equal(0, _queue.Add(new("c", "1", large)));
        Assert.Equal(1, _queue.Count);
    }

    [Fact]
    public void Add_TooManyDocuments_GivesTheOldestUp()
    {
        for (var i = 0; i < StateQueue.MaxDocuments; i++)
            _queue.Add(new("c", i.ToString("D6", System.Globalization.CultureInfo.InvariantCulture), []));
        Assert.Equal(1, _queue.Add(new("c", "last", [])));
        Assert.Equal("000001", _queue.TakeAll()[0].Key);
    }
}
